#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// Sums, and stochastic rounding to integers, in registers of 512 bits; included by sets that have them, after training.h.
//
// v / scale is replaced by v · (1 / scale), which is off by less than 2 ulp. That changes the answer only where the
// fraction lies as near to the noise as that; such a stretch of values, or one with a NaN, is done again by division.

#ifndef CK_TRAINING512_H
#define CK_TRAINING512_H

#include <immintrin.h>

#include "training.h"

// Some vectors of eight, the last with the lanes of `mask`; `vectors` is a constant at each call.
CK_INLINE void ck_round_stretch512(
    double limit, double scale, double inverse, const float *noise, const double *v, double *out, __mmask8 mask,
    const int vectors) {
  const __m512d unit = _mm512_set1_pd(scale), one = _mm512_set1_pd(1);
  const __m512d top = _mm512_set1_pd(limit), bottom = _mm512_set1_pd(-limit);
  // Magnitudes are below 2¹⁵: an error of 2 ulp is below 2⁻³⁷.
  const __m512d narrow = _mm512_set1_pd(0x1p-36);
  __mmask8 doubtful = 0;
  __m512d result[4];
#pragma clang loop unroll(full)
  for (int j = 0; j < vectors; j++) {
    __mmask8 here = j == vectors - 1 ? mask : 0xFF;
    // The 0 turns a −0 into +0 and is no rounding. Of a NaN and a number, min and max give the second operand.
    __m512d t = _mm512_fmadd_pd(
        _mm512_maskz_loadu_pd(here, v + 8 * j), _mm512_set1_pd(inverse), _mm512_setzero_pd());
    t = _mm512_max_pd(bottom, _mm512_min_pd(top, t));
    __m512d down = _mm512_roundscale_pd(t, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    __m512d chance = _mm512_cvtps_pd(_mm256_maskz_loadu_ps(here, noise + 8 * j));
    __m512d margin = _mm512_sub_pd(_mm512_sub_pd(t, down), chance);
    __mmask8 up = _mm512_cmp_pd_mask(margin, _mm512_setzero_pd(), _CMP_GT_OQ);
    doubtful |= _mm512_mask_cmp_pd_mask(here, _mm512_abs_pd(margin), narrow, _CMP_NGE_UQ);
    result[j] = _mm512_mul_pd(unit, _mm512_mask_add_pd(down, up, down, one));
  }
  if (__builtin_expect(doubtful != 0, 0)) {
    for (int i = 0; i < 8 * vectors; i++)
      if (i < 8 * vectors - 8 || mask >> i % 8 & 1)
        out[i] = scale * ck_integer(v[i] / scale, (double)noise[i], limit, true);
    return;
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < vectors; j++) _mm512_mask_storeu_pd(out + 8 * j, j == vectors - 1 ? mask : 0xFF, result[j]);
}

static void ck_round_integers512(
    double limit, double scale, const float *noise, const double *v, double *out, size_t count) {
  const double inverse = 1 / scale;
  size_t i = 0;
  for (; i + 32 <= count; i += 32) ck_round_stretch512(limit, scale, inverse, noise + i, v + i, out + i, 0xFF, 4);
  for (; i < count; i += 8) {
    __mmask8 mask = count - i < 8 ? (__mmask8)((1u << (count - i)) - 1) : 0xFF;
    ck_round_stretch512(limit, scale, inverse, noise + i, v + i, out + i, mask, 1);
  }
}

static void ck_round512_f64(
    const ck_number_line *line, double scale, const float *noise, const double *v, double *out, size_t count) {
  // Outside these ends products and quotients may lose digits, or the inverse may.
  if (line->is_integer && noise && scale > 0x1p-500 && scale < 0x1p500)
    ck_round_integers512(line->limit, scale, noise, v, out, count);
  else
    ck_round_f64(line, scale, noise, v, out, count);
}

// The sums of sixteen lanes, the first eight of them in `low`.
CK_INLINE double ck_sum512(__m512d low, __m512d high) {
  double lane[CK_LANES];
  _mm512_storeu_pd(lane, low);
  _mm512_storeu_pd(lane + 8, high);
  return ck_sum_lanes(lane);
}

static double ck_dot512_f64(const double *a, const double *b, size_t count) {
  __m512d low = _mm512_setzero_pd(), high = low;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    low = _mm512_add_pd(low, _mm512_mul_pd(_mm512_loadu_pd(a + i), _mm512_loadu_pd(b + i)));
    high = _mm512_add_pd(high, _mm512_mul_pd(_mm512_loadu_pd(a + i + 8), _mm512_loadu_pd(b + i + 8)));
  }
  unsigned mask = (1u << (count - i)) - 1;
  __mmask8 first = (__mmask8)mask, second = (__mmask8)(mask >> 8);
  low = _mm512_mask_add_pd(
      low, first, low, _mm512_mul_pd(_mm512_maskz_loadu_pd(first, a + i), _mm512_maskz_loadu_pd(first, b + i)));
  if (second) {
    __m512d x = _mm512_maskz_loadu_pd(second, a + i + 8), y = _mm512_maskz_loadu_pd(second, b + i + 8);
    high = _mm512_mask_add_pd(high, second, high, _mm512_mul_pd(x, y));
  }
  return ck_sum512(low, high);
}

static double ck_spread512_f64(
    const float *g, const double *roots, const double *w, double *x, size_t count) {
  __m512d sum[2] = {_mm512_setzero_pd(), _mm512_setzero_pd()};
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
#pragma clang loop unroll(full)
    for (int j = 0; j < 2; j++) {
      size_t at = i + 8 * (size_t)j;
      __m512d v = _mm512_mul_pd(_mm512_loadu_pd(roots + at), _mm512_cvtps_pd(_mm256_loadu_ps(g + at)));
      _mm512_storeu_pd(x + at, v);
      sum[j] = _mm512_add_pd(sum[j], _mm512_mul_pd(v, _mm512_loadu_pd(w + at)));
    }
  }
  unsigned mask = (1u << (count - i)) - 1;
  for (int j = 0; mask; j++, i += 8, mask >>= 8) {
    __mmask8 here = (__mmask8)mask;
    __m512d v = _mm512_mul_pd(_mm512_maskz_loadu_pd(here, roots + i), _mm512_cvtps_pd(_mm256_maskz_loadu_ps(here, g + i)));
    _mm512_mask_storeu_pd(x + i, here, v);
    sum[j] = _mm512_mask_add_pd(sum[j], here, sum[j], _mm512_mul_pd(v, _mm512_maskz_loadu_pd(here, w + i)));
  }
  return ck_sum512(sum[0], sum[1]);
}

#endif
