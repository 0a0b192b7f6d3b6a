// The list of kernel sets, slowest first, one line each. Dispatch takes the last one supported.
CK_SET(reference)
#if defined(__x86_64__)
CK_SET(avx2)
CK_SET(avx512vpopcntdq)
#endif
