#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// Uniform and Gaussian f32 in registers of 512 bits; included by sets that have them, after sampling.h.
//
// The words of eight blocks lie in the low halves of 64-bit lanes, where the wide products of Philox need no shuffling;
// what stands in the upper halves is never read. All f32 operations are those of sampling.h in the same order.

#ifndef CK_SAMPLING512_H
#define CK_SAMPLING512_H

#include <immintrin.h>

#include "sampling.h"

// Groups of eight blocks side by side, so that their products do not wait for each other.
enum { CK_GROUPS = 4 };

typedef struct { __m512i word[4]; } ck_eight_blocks;

CK_INLINE void ck_philox512(
    uint64_t key, uint64_t stream, uint64_t block, ck_eight_blocks *out, const int groups, const int rounds) {
  const __m512i m0 = _mm512_set1_epi64(0xD2511F53), m1 = _mm512_set1_epi64(0xCD9E8D57);
  __m512i first = _mm512_add_epi64(_mm512_set1_epi64((int64_t)block), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
  __m512i c0[CK_GROUPS], c1[CK_GROUPS], c2[CK_GROUPS], c3[CK_GROUPS];
#pragma clang loop unroll(full)
  for (int g = 0; g < groups; g++) {
    c0[g] = _mm512_add_epi64(first, _mm512_set1_epi64(8 * g));
    c1[g] = _mm512_srli_epi64(c0[g], 32);
    c2[g] = _mm512_set1_epi64((int64_t)(uint32_t)stream);
    c3[g] = _mm512_set1_epi64((int64_t)(stream >> 32));
  }
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < rounds; round++) {
    const __m512i a = _mm512_set1_epi64((int64_t)k0), b = _mm512_set1_epi64((int64_t)k1);
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; g++) {
      __m512i p0 = _mm512_mul_epu32(m0, c0[g]), p1 = _mm512_mul_epu32(m1, c2[g]);
      c0[g] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), c1[g], a, 0x96);  // exclusive or of three
      c1[g] = p1;
      c2[g] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), c3[g], b, 0x96);
      c3[g] = p0;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
#pragma clang loop unroll(full)
  for (int g = 0; g < groups; g++) out[g] = (ck_eight_blocks){{c0[g], c1[g], c2[g], c3[g]}};
}

// Words of a in the even lanes of 32 bits, of b in the odd ones.
CK_INLINE __m512i ck_alternate512(__m512i a, __m512i b) {
  return _mm512_mask_shuffle_epi32(a, 0xAAAA, b, (_MM_PERM_ENUM)0xA0);
}

// Even and odd blocks of four f32 into their order.
CK_INLINE void ck_store512(float *out, __m512 even, __m512 odd) {
  const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11), high = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
  __m512d a = _mm512_castps_pd(even), b = _mm512_castps_pd(odd);
  _mm512_storeu_ps(out, _mm512_castpd_ps(_mm512_permutex2var_pd(a, low, b)));
  _mm512_storeu_ps(out + 16, _mm512_castpd_ps(_mm512_permutex2var_pd(a, high, b)));
}

CK_INLINE void ck_uniform512(const ck_eight_blocks *b, float *out) {
  __m512i first = ck_alternate512(b->word[0], b->word[1]), second = ck_alternate512(b->word[2], b->word[3]);
  const __m512 unit = _mm512_set1_ps(0x1p-24f);
  __m512i even = _mm512_unpacklo_epi64(first, second), odd = _mm512_unpackhi_epi64(first, second);
  ck_store512(out, _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_srli_epi32(even, 8)), unit),
              _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_srli_epi32(odd, 8)), unit));
}

// Sixteen integers below 2¹⁶, of two blocks. Sum and product are exact, and so is both at once.
CK_INLINE void ck_store_coarse512(float *out, __m256i halves) {
  __m512 v = _mm512_cvtepi32_ps(_mm512_cvtepu16_epi32(halves));
  _mm512_storeu_ps(out, _mm512_fmadd_ps(v, _mm512_set1_ps(0x1p-16f), _mm512_set1_ps(0x1p-17f)));
}

CK_INLINE void ck_coarse512(const ck_eight_blocks *b, float *out) {
  __m512i first = ck_alternate512(b->word[0], b->word[1]), second = ck_alternate512(b->word[2], b->word[3]);
  __m512i even = _mm512_unpacklo_epi64(first, second), odd = _mm512_unpackhi_epi64(first, second);
  __m512i low = _mm512_permutex2var_epi64(even, _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11), odd);
  __m512i high = _mm512_permutex2var_epi64(even, _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15), odd);
  ck_store_coarse512(out, _mm512_castsi512_si256(low));
  ck_store_coarse512(out + 16, _mm512_extracti64x4_epi64(low, 1));
  ck_store_coarse512(out + 32, _mm512_castsi512_si256(high));
  ck_store_coarse512(out + 48, _mm512_extracti64x4_epi64(high, 1));
}

#define CK_MUL(a, b) _mm512_mul_ps(a, b)
#define CK_ADD(a, b) _mm512_add_ps(a, b)
#define CK_SUB(a, b) _mm512_sub_ps(a, b)
#define CK_ALL(x) _mm512_set1_ps(x)

CK_INLINE __m512 ck_radius512(__m512i w) {
  __m512 u = CK_MUL(CK_ADD(_mm512_cvtepi32_ps(_mm512_srli_epi32(w, 1)), CK_ALL(0.5f)), CK_ALL(0x1p-31f));
  const __m512i cut = _mm512_set1_epi32(0x3F3504F3);
  __m512i shifted = _mm512_sub_epi32(_mm512_castps_si512(u), cut);
  __m512 e = _mm512_cvtepi32_ps(_mm512_srai_epi32(shifted, 23));
  __m512i fraction = _mm512_and_epi32(shifted, _mm512_set1_epi32(0x007FFFFF));
  __m512 x = CK_SUB(_mm512_castsi512_ps(_mm512_add_epi32(fraction, cut)), CK_ALL(1.0f));
  __m512 z = CK_MUL(x, x);
  __m512 p = CK_ALL(7.0376836292e-2f);
  p = CK_SUB(CK_MUL(p, x), CK_ALL(1.1514610310e-1f));
  p = CK_ADD(CK_MUL(p, x), CK_ALL(1.1676998740e-1f));
  p = CK_SUB(CK_MUL(p, x), CK_ALL(1.2420140846e-1f));
  p = CK_ADD(CK_MUL(p, x), CK_ALL(1.4249322787e-1f));
  p = CK_SUB(CK_MUL(p, x), CK_ALL(1.6668057665e-1f));
  p = CK_ADD(CK_MUL(p, x), CK_ALL(2.0000714765e-1f));
  p = CK_SUB(CK_MUL(p, x), CK_ALL(2.4999993993e-1f));
  p = CK_ADD(CK_MUL(p, x), CK_ALL(3.3333331174e-1f));
  p = CK_MUL(CK_MUL(p, x), z);
  p = CK_SUB(p, CK_MUL(CK_ALL(2.12194440e-4f), e));
  p = CK_SUB(p, CK_MUL(CK_ALL(0.5f), z));
  __m512 log_u = CK_ADD(CK_ADD(x, p), CK_MUL(CK_ALL(0.693359375f), e));
  return _mm512_sqrt_ps(CK_MUL(CK_ALL(-2.0f), log_u));
}

CK_INLINE void ck_circle512(__m512i w, __m512 *cosine, __m512 *sine) {
  __m512 r = _mm512_cvtepi32_ps(_mm512_srai_epi32(_mm512_slli_epi32(w, 2), 2));
  __m512 t = CK_MUL(r, CK_ALL(0x1.921FB6p-30f));
  __m512 z = CK_MUL(t, t);
  __m512 s = CK_ALL(-1.9515295891e-4f);
  s = CK_ADD(CK_MUL(s, z), CK_ALL(8.3321608736e-3f));
  s = CK_SUB(CK_MUL(s, z), CK_ALL(1.6666654611e-1f));
  s = CK_ADD(CK_MUL(CK_MUL(s, z), t), t);
  __m512 c = CK_ALL(2.443315711809948e-5f);
  c = CK_SUB(CK_MUL(c, z), CK_ALL(1.388731625493765e-3f));
  c = CK_ADD(CK_MUL(c, z), CK_ALL(4.166664568298827e-2f));
  c = CK_MUL(CK_MUL(c, z), z);
  c = CK_ADD(CK_SUB(c, CK_MUL(CK_ALL(0.5f), z)), CK_ALL(1.0f));
  __mmask16 odd = _mm512_test_epi32_mask(w, _mm512_set1_epi32(0x40000000));
  __m512i a = _mm512_castps_si512(_mm512_mask_blend_ps(odd, c, s)), b = _mm512_castps_si512(_mm512_mask_blend_ps(odd, s, c));
  const __m512i top = _mm512_set1_epi32(INT32_MIN);
  __m512i turned = _mm512_add_epi32(w, _mm512_set1_epi32(0x40000000));
  // a ⊕ (b & c) in one operation.
  *cosine = _mm512_castsi512_ps(_mm512_ternarylogic_epi32(a, turned, top, 0x78));
  *sine = _mm512_castsi512_ps(_mm512_ternarylogic_epi32(b, w, top, 0x78));
}

CK_INLINE void ck_gaussian512(const ck_eight_blocks *b, float *out) {
  __m512 cosine, sine, radius = ck_radius512(ck_alternate512(b->word[0], b->word[2]));
  ck_circle512(ck_alternate512(b->word[1], b->word[3]), &cosine, &sine);
  cosine = CK_MUL(radius, cosine);
  sine = CK_MUL(radius, sine);
  ck_store512(out, _mm512_unpacklo_ps(cosine, sine), _mm512_unpackhi_ps(cosine, sine));
}

#undef CK_MUL
#undef CK_ADD
#undef CK_SUB
#undef CK_ALL

// `entries` numbers of a block of four words.
#define CK_FILL512(name, entries, numbers, rounds)                                                                  \
  static void name(uint64_t key, uint64_t stream, uint64_t block, float *out, size_t count) {                      \
    enum { CK_EIGHT = 8 * (entries), CK_MANY = CK_GROUPS * CK_EIGHT };                                              \
    ck_eight_blocks blocks[CK_GROUPS];                                                                              \
    for (; count >= CK_MANY; count -= CK_MANY, out += CK_MANY, block += 8 * CK_GROUPS) {                            \
      ck_philox512(key, stream, block, blocks, CK_GROUPS, rounds);                                                  \
      _Pragma("clang loop unroll(full)")                                                                            \
      for (int g = 0; g < CK_GROUPS; g++) numbers(blocks + g, out + CK_EIGHT * g);                                  \
    }                                                                                                               \
    for (; count >= CK_EIGHT; count -= CK_EIGHT, out += CK_EIGHT, block += 8) {                                     \
      ck_philox512(key, stream, block, blocks, 1, rounds);                                                          \
      numbers(blocks, out);                                                                                         \
    }                                                                                                               \
    if (count > 0) {                                                                                                \
      float last[CK_EIGHT];                                                                                         \
      ck_philox512(key, stream, block, blocks, 1, rounds);                                                          \
      numbers(blocks, last);                                                                                        \
      memcpy(out, last, sizeof(float) * count);                                                                     \
    }                                                                                                               \
  }

CK_FILL512(ck_fill_uniform512_f32, 4, ck_uniform512, CK_ROUNDS)
CK_FILL512(ck_fill_coarse512_f32, 8, ck_coarse512, CK_FEW_ROUNDS)
CK_FILL512(ck_fill_gaussian512_f32, 4, ck_gaussian512, CK_ROUNDS)
#undef CK_FILL512

#endif
