#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// x86-64 with the AVX-512 of 2019 and later (Intel Ice Lake, AMD Zen 4), popcount included.

#if defined(__x86_64__)

#include <immintrin.h>

#include "CKernels.h"

// Outside the target pragma: it must run where AVX-512 does not.
static bool is_supported(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
         && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
         && __builtin_cpu_supports("avx512vpopcntdq");
}

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vpopcntdq"))), apply_to = function)

#include "sampling.h"

#pragma clang attribute pop

const ck_kernel_set ck_set_avx512vpopcntdq = {
    .name = "avx512vpopcntdq",
    .is_supported = is_supported,
    .fill_words = ck_fill_words,
    .fill_uniform_f32 = ck_fill_uniform_f32,
    .fill_uniform_f64 = ck_fill_uniform_f64,
    .fill_gaussian_f32 = ck_fill_gaussian_f32,
};

#endif
