#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// The definition, for any processor.

#include "CKernels.h"
#include "sampling.h"

static bool is_supported(void) { return true; }

const ck_kernel_set ck_set_reference = {
    .name = "reference",
    .is_supported = is_supported,
    .fill_words = ck_fill_words,
    .fill_uniform_f32 = ck_fill_uniform_f32,
    .fill_uniform_f64 = ck_fill_uniform_f64,
    .fill_gaussian_f32 = ck_fill_gaussian_f32,
};
