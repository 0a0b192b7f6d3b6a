#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// Vectors of quantized SGD in f64, written once. As in sampling.h every set gets its own copy, which the compiler
// vectorizes; the bits cannot depend on the target, since the order of all sums is fixed: sixteen lanes, then halves.

#ifndef CK_TRAINING_H
#define CK_TRAINING_H

#include "sampling.h"

enum { CK_LANES = 16 };

CK_INLINE double ck_sum_lanes(double *lane) {
  for (int h = CK_LANES / 2; h > 0; h /= 2)
    for (int l = 0; l < h; l++) lane[l] = lane[l] + lane[l + h];
  return lane[0];
}

__attribute__((unused)) static double ck_dot_f64(const double *a, const double *b, size_t count) {
  double lane[CK_LANES] = {0};
  size_t i = 0;
  for (; i + CK_LANES <= count; i += CK_LANES)
    for (int l = 0; l < CK_LANES; l++) lane[l] = lane[l] + a[i + l] * b[i + l];
  for (int l = 0; i < count; i++, l++) lane[l] = lane[l] + a[i] * b[i];
  return ck_sum_lanes(lane);
}

__attribute__((unused)) static double ck_spread_f64(
    const float *restrict g, const double *restrict roots, const double *restrict w, double *restrict x, size_t count) {
  double lane[CK_LANES] = {0};
  size_t i = 0;
  for (; i + CK_LANES <= count; i += CK_LANES)
    for (int l = 0; l < CK_LANES; l++) {
      double v = roots[i + l] * (double)g[i + l];
      x[i + l] = v;
      lane[l] = lane[l] + v * w[i + l];
    }
  for (int l = 0; i < count; i++, l++) {
    x[i] = roots[i] * (double)g[i];
    lane[l] = lane[l] + x[i] * w[i];
  }
  return ck_sum_lanes(lane);
}

static void ck_stretch_f64(double size, const float *restrict z, double *restrict v, size_t count) {
  CK_VECTORIZE
  for (size_t i = 0; i < count; i++) v[i] = v[i] * (1 + size * (double)z[i]);
}

static void ck_shift_f64(double size, const float *restrict z, double *restrict v, size_t count) {
  CK_VECTORIZE
  for (size_t i = 0; i < count; i++) v[i] = v[i] + size * (double)z[i];
}

// MARK: Rounding

CK_INLINE uint64_t ck_bits64(double x) { uint64_t b; memcpy(&b, &x, 8); return b; }
CK_INLINE double ck_double(uint64_t b) { double x; memcpy(&x, &b, 8); return x; }

// One value in units of the scale to an integer of magnitude at most `limit`. Adding 0 removes the sign of a zero.
//
// The upper neighbor is taken where noise < t − lower, hence where t − noise lies above the lower one. The difference is
// exact wherever that is in question: next to an integer it has no more digits than t.
CK_INLINE double ck_integer(double t, double noise, double limit, const bool random) {
  double near = random ? __builtin_elementwise_ceil(t - noise) : __builtin_elementwise_roundeven(t);
  near = near >= limit ? limit : near;
  near = near <= -limit ? -limit : near;
  return t == t ? near + 0.0 : 0.0;
}

// One value in units of the scale to a small float. `units` counts the spacings at its magnitude; all powers of two
// are exact. Upwards is away from 0 for t > 0 and towards it for t < 0.
CK_INLINE double ck_mini(double t, double noise, const ck_rounding *line, const bool random) {
  t = t == t ? t : 0.0;
  uint64_t sign = ck_bits64(t) & 0x8000000000000000u;
  double a = ck_double(ck_bits64(t) ^ sign);
  int64_t exponent = (int64_t)(ck_bits64(a) >> 52) - 1023 - line->mantissa_bits;
  exponent = exponent > line->least_exponent ? exponent : line->least_exponent;
  double spacing = ck_double((uint64_t)(exponent + 1023) << 52);
  double units = a * ck_double((uint64_t)(1023 - exponent) << 52);
  double down = __builtin_elementwise_floor(units), rest = units - down;
  // The chance of the number farther from 0, and the noises that choose it.
  bool outer = sign ? noise >= (down + 1.0) - units : noise < rest;
  double near = random ? down + (outer ? 1.0 : 0.0) : __builtin_elementwise_roundeven(units);
  near = a >= line->limit ? line->limit : near * spacing;
  return ck_double(ck_bits64(near) | sign);
}

CK_INLINE void ck_round_all(
    ck_rounding to, const float *restrict noise, double *restrict v, size_t count, const bool integers, const bool random) {
  CK_VECTORIZE
  for (size_t i = 0; i < count; i++) {
    double t = v[i] * to.inverse, chance = random ? (double)noise[i] : 0.0;
    v[i] = to.scale * (integers ? ck_integer(t, chance, to.limit, random) : ck_mini(t, chance, &to, random));
  }
}

static void ck_round_f64(const ck_rounding *rounding, const double *v, double *out, size_t count) {
  if (out != v) memcpy(out, v, count * sizeof(double));
  const float *noise = rounding->noise;
  if (rounding->is_integer) {
    if (noise) ck_round_all(*rounding, noise, out, count, true, true);
    else ck_round_all(*rounding, noise, out, count, true, false);
  } else {
    if (noise) ck_round_all(*rounding, noise, out, count, false, true);
    else ck_round_all(*rounding, noise, out, count, false, false);
  }
}

// MARK: An update of quantized SGD

static double ck_spread_round_f64(
    const float *g, const double *roots, const double *w, const ck_rounding *rounding, double *x, const double *other,
    double *product, size_t count) {
  double sum = ck_spread_f64(g, roots, w, x, count);
  ck_round_f64(rounding, x, x, count);
  *product = ck_dot_f64(x, other, count);
  return sum;
}

static void ck_advance_f64(
    double factor, const double *restrict x, double *restrict y, double *restrict sum, const ck_rounding *rounding,
    double *restrict out, size_t count) {
  if (sum) {
    CK_VECTORIZE
    for (size_t i = 0; i < count; i++) sum[i] = sum[i] + y[i];
  }
  CK_VECTORIZE
  for (size_t i = 0; i < count; i++) y[i] = y[i] + factor * x[i];
  if (rounding) ck_round_f64(rounding, y, out, count);
}

#endif
