#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// Any x86-64 processor since about 2013.

#if defined(__x86_64__)

#include <immintrin.h>

#include "CKernels.h"

// Outside the target pragma: it must run where AVX2 does not.
static bool is_supported(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2");
}

// No target for fused products: an accidental one cannot even be encoded.
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "sampling.h"

#pragma clang attribute pop

const ck_kernel_set ck_set_avx2 = {
    .name = "avx2",
    .is_supported = is_supported,
    .fill_words = ck_fill_words,
    .fill_uniform_f32 = ck_fill_uniform_f32,
    .fill_uniform_f64 = ck_fill_uniform_f64,
    .fill_gaussian_f32 = ck_fill_gaussian_f32,
};

#endif
