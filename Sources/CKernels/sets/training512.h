#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// Sums, and stochastic rounding to integers, in registers of 512 bits; included by sets that have them, after training.h.

#ifndef CK_TRAINING512_H
#define CK_TRAINING512_H

#include <immintrin.h>

#include "training.h"

typedef struct { __m512d limit, scale, inverse; } ck_integers512;

CK_INLINE ck_integers512 ck_integers_of(const ck_rounding *rounding) {
  return (ck_integers512){
      _mm512_set1_pd(rounding->limit), _mm512_set1_pd(rounding->scale), _mm512_set1_pd(rounding->inverse)};
}

// What has vectors of its own.
CK_INLINE bool ck_is_stochastic_integer(const ck_rounding *rounding) { return rounding->is_integer && rounding->noise; }

// `ck_integer` of eight values with the noises at `noise`, times the scale.
CK_INLINE __m512d ck_round_eight(ck_integers512 to, __m512d v, const float *noise, __mmask8 here) {
  __m512d t = _mm512_mul_pd(v, to.inverse);
  __m512d near = _mm512_sub_pd(t, _mm512_cvtps_pd(_mm256_maskz_loadu_ps(here, noise)));
  near = _mm512_roundscale_pd(near, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC);
  // The smaller magnitude with the sign of the first.
  near = _mm512_range_pd(near, to.limit, 2);
  // Of a NaN nothing is left, and the 0 turns a −0 into +0: a product and a sum without an error of their own.
  return _mm512_maskz_fmadd_pd(_mm512_cmp_pd_mask(t, t, _CMP_ORD_Q), to.scale, near, _mm512_setzero_pd());
}

static void ck_round512_f64(const ck_rounding *rounding, const double *v, double *out, size_t count) {
  if (!ck_is_stochastic_integer(rounding)) {
    ck_round_f64(rounding, v, out, count);
    return;
  }
  const ck_integers512 to = ck_integers_of(rounding);
  const float *noise = rounding->noise;
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    _mm512_storeu_pd(out + i, ck_round_eight(to, _mm512_loadu_pd(v + i), noise + i, 0xFF));
  // One by one: what is stored under a mask cannot be read again for long, and batches of one number are read at once.
  for (; i < count; i++)
    out[i] = rounding->scale * ck_integer(v[i] * rounding->inverse, (double)noise[i], rounding->limit, true);
}

// The sum of sixteen lanes, the first eight of them in `low`, in the order of `ck_sum_lanes`.
CK_INLINE double ck_sum512(__m512d low, __m512d high) {
  __m512d eight = _mm512_add_pd(low, high);
  __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(eight), _mm512_extractf64x4_pd(eight, 1));
  __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  return _mm_cvtsd_f64(two) + _mm_cvtsd_f64(_mm_unpackhi_pd(two, two));
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

// The first lanes of a vector, all where there are enough.
CK_INLINE __mmask8 ck_lanes_of(size_t count) { return count < 8 ? (__mmask8)((1u << count) - 1) : 0xFF; }

CK_INLINE void ck_spread_round_eight(
    const float *g, const double *roots, const double *w, ck_integers512 to, const float *noise, double *x,
    const double *other, __m512d *sum, __m512d *product, __mmask8 here) {
  __m512d v = _mm512_mul_pd(_mm512_maskz_loadu_pd(here, roots), _mm512_cvtps_pd(_mm256_maskz_loadu_ps(here, g)));
  *sum = _mm512_mask_add_pd(*sum, here, *sum, _mm512_mul_pd(v, _mm512_maskz_loadu_pd(here, w)));
  v = ck_round_eight(to, v, noise, here);
  _mm512_mask_storeu_pd(x, here, v);
  *product = _mm512_mask_add_pd(*product, here, *product, _mm512_mul_pd(v, _mm512_maskz_loadu_pd(here, other)));
}

static double ck_spread_round512_f64(
    const float *g, const double *roots, const double *w, const ck_rounding *rounding, double *x, const double *other,
    double *product, size_t count) {
  if (!ck_is_stochastic_integer(rounding)) {
    double label = ck_spread512_f64(g, roots, w, x, count);
    ck_round_f64(rounding, x, x, count);
    *product = ck_dot512_f64(x, other, count);
    return label;
  }
  const ck_integers512 to = ck_integers_of(rounding);
  const float *noise = rounding->noise;
  __m512d sum[2] = {_mm512_setzero_pd(), _mm512_setzero_pd()}, products[2] = {_mm512_setzero_pd(), _mm512_setzero_pd()};
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 2; j++) {
      size_t at = i + 8 * j;
      ck_spread_round_eight(
          g + at, roots + at, w + at, to, noise + at, x + at, other + at, sum + j, products + j, 0xFF);
    }
  }
  for (int j = 0; i < count; j++, i += 8)
    ck_spread_round_eight(
        g + i, roots + i, w + i, to, noise + i, x + i, other + i, sum + j, products + j, ck_lanes_of(count - i));
  *product = ck_sum512(products[0], products[1]);
  return ck_sum512(sum[0], sum[1]);
}

CK_INLINE void ck_advance_eight(
    __m512d factor, const double *x, double *y, double *sum, ck_integers512 to, const float *noise, double *out,
    __mmask8 here) {
  __m512d v = _mm512_maskz_loadu_pd(here, y);
  if (sum) _mm512_mask_storeu_pd(sum, here, _mm512_add_pd(_mm512_maskz_loadu_pd(here, sum), v));
  v = _mm512_add_pd(v, _mm512_mul_pd(factor, _mm512_maskz_loadu_pd(here, x)));
  _mm512_mask_storeu_pd(y, here, v);
  if (out) _mm512_mask_storeu_pd(out, here, ck_round_eight(to, v, noise, here));
}

CK_INLINE void ck_advance_all(
    double factor, const double *restrict x, double *restrict y, double *restrict sum, const ck_rounding *rounding,
    double *restrict out, size_t count, const bool sums, const bool rounds) {
  const __m512d all = _mm512_set1_pd(factor);
  const float *noise = rounds ? rounding->noise : NULL;
  ck_integers512 to = {all, all, all};
  if (rounds) to = ck_integers_of(rounding);
#define CK_EIGHT_AT(i, here) \
  ck_advance_eight(all, x + i, y + i, sums ? sum + i : NULL, to, rounds ? noise + i : NULL, rounds ? out + i : NULL, here)
  size_t i = 0;
  for (; i + 8 <= count; i += 8) CK_EIGHT_AT(i, 0xFF);
  if (i < count) CK_EIGHT_AT(i, ck_lanes_of(count - i));
#undef CK_EIGHT_AT
}

static void ck_advance512_f64(
    double factor, const double *restrict x, double *restrict y, double *restrict sum, const ck_rounding *rounding,
    double *restrict out, size_t count) {
  const bool rounds = rounding && ck_is_stochastic_integer(rounding);
  if (sum && rounds) ck_advance_all(factor, x, y, sum, rounding, out, count, true, true);
  else if (rounds) ck_advance_all(factor, x, y, sum, rounding, out, count, false, true);
  else if (sum) ck_advance_all(factor, x, y, sum, rounding, out, count, true, false);
  else ck_advance_all(factor, x, y, sum, rounding, out, count, false, false);
  if (rounding && !rounds) ck_round_f64(rounding, y, out, count);
}

#endif
