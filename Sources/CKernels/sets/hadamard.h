// The Walsh–Hadamard transform in registers of eight; included by sets that have them.
//
// Every output is the same tree of sums as in reference.c, so the bits are the same: only the order in
// which independent butterflies run differs.
#ifndef HADAMARD_H
#define HADAMARD_H

#include <stddef.h>
#include <string.h>

typedef float ck_eight __attribute__((vector_size(32)));

static inline __attribute__((always_inline)) ck_eight ck_load_eight(const float *x) {
  ck_eight v;
  memcpy(&v, x, sizeof v);
  return v;
}

static inline __attribute__((always_inline)) void ck_store_eight(float *x, ck_eight v) { memcpy(x, &v, sizeof v); }

static void ck_hadamard_f32(float *x, size_t count) {
  if (count < 8) {
    for (size_t h = 1; h < count; h *= 2)
      for (size_t i = 0; i < count; i++)
        if (!(i & h)) {
          float a = x[i], b = x[i + h];
          x[i] = a + b;
          x[i + h] = a - b;
        }
    return;
  }
  for (size_t i = 0; i < count; i += 8) {
    ck_eight v = ck_load_eight(x + i), a, b;
    a = __builtin_shufflevector(v, v, 0, 0, 2, 2, 4, 4, 6, 6);
    b = __builtin_shufflevector(v, v, 1, 1, 3, 3, 5, 5, 7, 7);
    v = __builtin_shufflevector(a + b, a - b, 0, 9, 2, 11, 4, 13, 6, 15);
    a = __builtin_shufflevector(v, v, 0, 1, 0, 1, 4, 5, 4, 5);
    b = __builtin_shufflevector(v, v, 2, 3, 2, 3, 6, 7, 6, 7);
    v = __builtin_shufflevector(a + b, a - b, 0, 1, 10, 11, 4, 5, 14, 15);
    a = __builtin_shufflevector(v, v, 0, 1, 2, 3, 0, 1, 2, 3);
    b = __builtin_shufflevector(v, v, 4, 5, 6, 7, 4, 5, 6, 7);
    ck_store_eight(x + i, __builtin_shufflevector(a + b, a - b, 0, 1, 2, 3, 12, 13, 14, 15));
  }
  size_t h = 8;
  // Two stages at a time, so that each number is loaded half as often.
  for (; 4 * h <= count; h *= 4)
    for (size_t block = 0; block < count; block += 4 * h)
      for (size_t i = block; i < block + h; i += 8) {
        ck_eight a = ck_load_eight(x + i), b = ck_load_eight(x + i + h);
        ck_eight c = ck_load_eight(x + i + 2 * h), d = ck_load_eight(x + i + 3 * h);
        ck_eight s = a + b, t = a - b, u = c + d, v = c - d;
        ck_store_eight(x + i, s + u);
        ck_store_eight(x + i + h, t + v);
        ck_store_eight(x + i + 2 * h, s - u);
        ck_store_eight(x + i + 3 * h, t - v);
      }
  if (h < count)
    for (size_t i = 0; i < h; i += 8) {
      ck_eight a = ck_load_eight(x + i), b = ck_load_eight(x + i + h);
      ck_store_eight(x + i, a + b);
      ck_store_eight(x + i + h, a - b);
    }
}

#endif
