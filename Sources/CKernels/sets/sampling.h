#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// The random streams, written once. Every set includes this file under its own target pragma and
// gets its own copy, which the compiler vectorizes across blocks. The bits cannot depend on the
// target: there are only integer operations and the IEEE operations + − × √ and conversion, in a
// fixed order, without fused products. Documentation/RandomStreams.md is the specification; the
// numbers below are part of it and frozen, because model files hold seeds.

#ifndef CK_SAMPLING_H
#define CK_SAMPLING_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Blocks computed side by side, and fewer at the end. The working arrays of a tile (1 kB) stay in L1.
enum { CK_TILE = 64, CK_PART = 16 };

// A call left inside a loop keeps the compiler from vectorizing it.
#define CK_INLINE static inline __attribute__((always_inline))

// Asked for where the compiler optimizes at all: in a debug build it would only warn that it did not.
#ifdef __OPTIMIZE__
#define CK_VECTORIZE _Pragma("clang loop vectorize(enable)")
#else
#define CK_VECTORIZE
#endif

// MARK: The definition, one block or one pair at a time

typedef struct { uint32_t word[4]; } ck_block;

// Philox4x32 of 10 rounds, and of 7 for noise of rounding. Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy
// as 1, 2, 3" (2011), who recommend the first and find no fault with the second in BigCrush.
enum { CK_ROUNDS = 10, CK_FEW_ROUNDS = 7 };

CK_INLINE ck_block ck_philox(uint64_t key, uint64_t stream, uint64_t block, const int rounds) {
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  uint32_t c0 = (uint32_t)block, c1 = (uint32_t)(block >> 32);
  uint32_t c2 = (uint32_t)stream, c3 = (uint32_t)(stream >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < rounds; round++) {
    uint64_t p0 = (uint64_t)0xD2511F53u * c0;
    uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (ck_block){{c0, c1, c2, c3}};
}

// 24 bits in [0, 1).
CK_INLINE float ck_uniform_f32(uint32_t w) { return (float)(int32_t)(w >> 8) * 0x1p-24f; }

// 16 bits in (0, 1), on both sides of ½ alike.
CK_INLINE float ck_coarse_f32(uint32_t half) { return ((float)(int32_t)half + 0.5f) * 0x1p-16f; }

// 53 bits in [0, 1): the top bits of the two words read as one little-endian integer.
CK_INLINE double ck_uniform_f64(uint32_t low, uint32_t high) {
  return (double)(int64_t)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53;
}

CK_INLINE uint32_t ck_bits(float x) { uint32_t b; memcpy(&b, &x, 4); return b; }
CK_INLINE float ck_float(uint32_t b) { float x; memcpy(&x, &b, 4); return x; }

// R = √(−2 ln u), u = (w>>1 + ½)·2⁻³¹ in (0, 1]. The logarithm is that of Cephes `logf`.
CK_INLINE float ck_radius(uint32_t w) {
  float u = ((float)(int32_t)(w >> 1) + 0.5f) * 0x1p-31f;
  // u = 2^e · (1 + x) with 1 + x in [√½, √2): the offset moves the cut from 1 to √½.
  uint32_t shifted = ck_bits(u) - 0x3F3504F3u;
  float e = (float)((int32_t)shifted >> 23);
  float x = ck_float((shifted & 0x007FFFFFu) + 0x3F3504F3u) - 1.0f;
  float z = x * x;
  float p = 7.0376836292e-2f;
  p = p * x - 1.1514610310e-1f;
  p = p * x + 1.1676998740e-1f;
  p = p * x - 1.2420140846e-1f;
  p = p * x + 1.4249322787e-1f;
  p = p * x - 1.6668057665e-1f;
  p = p * x + 2.0000714765e-1f;
  p = p * x - 2.4999993993e-1f;
  p = p * x + 3.3333331174e-1f;
  p = (p * x) * z;
  p = p - 2.12194440e-4f * e;  // ln 2 in two parts: 0.693359375 − 2.12194440e-4
  p = p - 0.5f * z;
  float log_u = (x + p) + 0.693359375f * e;
  return __builtin_elementwise_sqrt(-2.0f * log_u);
}

// (cos θ, sin θ), θ = (π/2)·(q + r/2³⁰): q is the top two bits, r the lower 30 as a signed number.
// The polynomials on [−π/4, π/4] are those of Cephes `sinf` and `cosf`.
CK_INLINE void ck_circle(uint32_t w, float *cosine, float *sine) {
  int32_t r = (int32_t)(w << 2) >> 2;
  float t = (float)r * 0x1.921FB6p-30f;  // (π/2) / 2³⁰
  float z = t * t;
  float s = -1.9515295891e-4f;
  s = s * z + 8.3321608736e-3f;
  s = s * z - 1.6666654611e-1f;
  s = (s * z) * t + t;
  float c = 2.443315711809948e-5f;
  c = c * z - 1.388731625493765e-3f;
  c = c * z + 4.166664568298827e-2f;
  c = (c * z) * z;
  c = (c - 0.5f * z) + 1.0f;
  // Odd quadrants exchange the two; the signs follow the circle.
  uint32_t swap = 0u - ((w >> 30) & 1u);
  uint32_t sb = ck_bits(s), cb = ck_bits(c), different = (sb ^ cb) & swap;
  *cosine = ck_float((cb ^ different) ^ ((w + 0x40000000u) & 0x80000000u));
  *sine = ck_float((sb ^ different) ^ (w & 0x80000000u));
}

// Box & Muller (1958): two words, two independent standard Gaussians.
CK_INLINE void ck_gaussian_pair(uint32_t w0, uint32_t w1, float *g0, float *g1) {
  float radius = ck_radius(w0), cosine, sine;
  ck_circle(w1, &cosine, &sine);
  *g0 = radius * cosine;
  *g1 = radius * sine;
}

// MARK: Tiles

// Words i of consecutive blocks, side by side.
typedef struct { uint32_t word[4][CK_TILE]; } ck_tile;

CK_INLINE void ck_fill_tile(
    uint64_t key, uint64_t stream, uint64_t block, ck_tile *tile, const int blocks, const int rounds) {
  CK_VECTORIZE
  for (int i = 0; i < blocks; i++) {
    ck_block b = ck_philox(key, stream, block + (uint64_t)i, rounds);
    for (int j = 0; j < 4; j++) tile->word[j][i] = b.word[j];
  }
}

CK_INLINE void ck_words_of(const ck_tile *tile, uint32_t *out, const int blocks) {
  for (int i = 0; i < blocks; i++)
    for (int j = 0; j < 4; j++) out[4 * i + j] = tile->word[j][i];
}

CK_INLINE void ck_uniforms_f32_of(const ck_tile *tile, float *out, const int blocks) {
  for (int i = 0; i < blocks; i++)
    for (int j = 0; j < 4; j++) out[4 * i + j] = ck_uniform_f32(tile->word[j][i]);
}

CK_INLINE void ck_coarse_f32_of(const ck_tile *tile, float *out, const int blocks) {
  for (int i = 0; i < blocks; i++)
    for (int j = 0; j < 4; j++) {
      out[8 * i + 2 * j] = ck_coarse_f32(tile->word[j][i] & 0xFFFF);
      out[8 * i + 2 * j + 1] = ck_coarse_f32(tile->word[j][i] >> 16);
    }
}

CK_INLINE void ck_uniforms_f64_of(const ck_tile *tile, double *out, const int blocks) {
  for (int i = 0; i < blocks; i++) {
    out[2 * i] = ck_uniform_f64(tile->word[0][i], tile->word[1][i]);
    out[2 * i + 1] = ck_uniform_f64(tile->word[2][i], tile->word[3][i]);
  }
}

CK_INLINE void ck_gaussians_of(const ck_tile *tile, float *out, const int blocks) {
  CK_VECTORIZE
  for (int i = 0; i < blocks; i++) {
    ck_gaussian_pair(tile->word[0][i], tile->word[1][i], out + 4 * i, out + 4 * i + 1);
    ck_gaussian_pair(tile->word[2][i], tile->word[3][i], out + 4 * i + 2, out + 4 * i + 3);
  }
}

// Whole tiles, then small ones, the last of them by way of a copy. A set may have other ways, hence "unused".
#define CK_FILL_TILES(name, type, entries, numbers, rounds)                                                         \
  __attribute__((unused)) static void name(                                                                         \
      uint64_t key, uint64_t stream, uint64_t block, type *out, size_t count) {                                     \
    ck_tile tile;                                                                                                   \
    for (; count >= (entries) * CK_TILE; count -= (entries) * CK_TILE, out += (entries) * CK_TILE, block += CK_TILE) { \
      ck_fill_tile(key, stream, block, &tile, CK_TILE, rounds);                                                     \
      numbers(&tile, out, CK_TILE);                                                                                 \
    }                                                                                                               \
    while (count > 0) {                                                                                             \
      type part[(entries) * CK_PART];                                                                               \
      size_t used = count < (entries) * CK_PART ? count : (entries) * CK_PART;                                      \
      ck_fill_tile(key, stream, block, &tile, CK_PART, rounds);                                                     \
      numbers(&tile, part, CK_PART);                                                                                \
      memcpy(out, part, used * sizeof(type));                                                                       \
      count -= used;                                                                                                \
      out += used;                                                                                                  \
      block += CK_PART;                                                                                             \
    }                                                                                                               \
  }

CK_FILL_TILES(ck_fill_words, uint32_t, 4, ck_words_of, CK_ROUNDS)
CK_FILL_TILES(ck_fill_uniform_f32, float, 4, ck_uniforms_f32_of, CK_ROUNDS)
CK_FILL_TILES(ck_fill_coarse_f32, float, 8, ck_coarse_f32_of, CK_FEW_ROUNDS)
CK_FILL_TILES(ck_fill_uniform_f64, double, 2, ck_uniforms_f64_of, CK_ROUNDS)
CK_FILL_TILES(ck_fill_gaussian_f32, float, 4, ck_gaussians_of, CK_ROUNDS)
#undef CK_FILL_TILES

#endif
