// The contract, served by the library found or by the plain twin.
#include "provider.h"

#include <stdint.h>
#include <stdlib.h>

// CBLAS enumerations.
enum { ROW_MAJOR = 101, NO_TRANSPOSE = 111, TRANSPOSE = 112, LOWER = 122, NON_UNIT = 131, LEFT = 141 };

void cda_dgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha,
               const double *a, size_t lda, const double *b, size_t ldb, double beta, double *c, size_t ldc) {
  const cda_library *lib = cda_library_active();
  if (m == 0 || n == 0) return;
  if (!lib->dgemm || k == 0) {
    cda_plain_dgemm(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    return;
  }
  int ta = transpose_a ? TRANSPOSE : NO_TRANSPOSE, tb = transpose_b ? TRANSPOSE : NO_TRANSPOSE;
  if (lib->provider.integer_bits == 64)
    ((void (*)(int, int, int, int64_t, int64_t, int64_t, double, const double *, int64_t, const double *, int64_t,
               double, double *, int64_t))lib->dgemm)(
        ROW_MAJOR, ta, tb, (int64_t)m, (int64_t)n, (int64_t)k, alpha, a, (int64_t)lda, b, (int64_t)ldb, beta, c,
        (int64_t)ldc);
  else
    ((void (*)(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *,
               int))lib->dgemm)(ROW_MAJOR, ta, tb, (int)m, (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c,
                                (int)ldc);
}

void cda_sgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha,
               const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc) {
  const cda_library *lib = cda_library_active();
  if (m == 0 || n == 0) return;
  if (!lib->sgemm || k == 0) {
    cda_plain_sgemm(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    return;
  }
  int ta = transpose_a ? TRANSPOSE : NO_TRANSPOSE, tb = transpose_b ? TRANSPOSE : NO_TRANSPOSE;
  if (lib->provider.integer_bits == 64)
    ((void (*)(int, int, int, int64_t, int64_t, int64_t, float, const float *, int64_t, const float *, int64_t, float,
               float *, int64_t))lib->sgemm)(ROW_MAJOR, ta, tb, (int64_t)m, (int64_t)n, (int64_t)k, alpha, a,
                                             (int64_t)lda, b, (int64_t)ldb, beta, c, (int64_t)ldc);
  else
    ((void (*)(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *,
               int))lib->sgemm)(ROW_MAJOR, ta, tb, (int)m, (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c,
                                (int)ldc);
}

void cda_strsm(size_t m, size_t n, const float *l, size_t ldl, float *b, size_t ldb) {
  const cda_library *lib = cda_library_active();
  if (m == 0 || n == 0) return;
  if (!lib->strsm) {
    cda_plain_strsm(m, n, l, ldl, b, ldb);
    return;
  }
  if (lib->provider.integer_bits == 64)
    ((void (*)(int, int, int, int, int, int64_t, int64_t, float, const float *, int64_t, float *, int64_t))lib->strsm)(
        ROW_MAJOR, LEFT, LOWER, NO_TRANSPOSE, NON_UNIT, (int64_t)m, (int64_t)n, 1, l, (int64_t)ldl, b, (int64_t)ldb);
  else
    ((void (*)(int, int, int, int, int, int, int, float, const float *, int, float *, int))lib->strsm)(
        ROW_MAJOR, LEFT, LOWER, NO_TRANSPOSE, NON_UNIT, (int)m, (int)n, 1, l, (int)ldl, b, (int)ldb);
}

void cda_sgemv(size_t m, size_t n, float alpha, const float *a, size_t lda, const float *x, float beta, float *y) {
  const cda_library *lib = cda_library_active();
  if (m == 0) return;
  if (!lib->sgemv || n == 0) {
    cda_plain_sgemv(m, n, alpha, a, lda, x, beta, y);
    return;
  }
  if (lib->provider.integer_bits == 64)
    ((void (*)(int, int, int64_t, int64_t, float, const float *, int64_t, const float *, int64_t, float, float *,
               int64_t))lib->sgemv)(ROW_MAJOR, NO_TRANSPOSE, (int64_t)m, (int64_t)n, alpha, a, (int64_t)lda, x, 1,
                                    beta, y, 1);
  else
    ((void (*)(int, int, int, int, float, const float *, int, const float *, int, float, float *, int))lib->sgemv)(
        ROW_MAJOR, NO_TRANSPOSE, (int)m, (int)n, alpha, a, (int)lda, x, 1, beta, y, 1);
}

// LAPACK is column-major: the row-major lower triangle is its upper one. Fortran passes the length of
// each character argument behind the others.

int cda_dpotrf(size_t n, double *a, size_t lda) {
  const cda_library *lib = cda_library_active();
  if (!lib->dpotrf || n == 0) return cda_plain_dpotrf(n, a, lda);
  if (lib->provider.integer_bits == 64) {
    int64_t order = (int64_t)n, leading = (int64_t)lda, info = 0;
    ((void (*)(const char *, const int64_t *, double *, const int64_t *, int64_t *, size_t))lib->dpotrf)(
        "U", &order, a, &leading, &info, 1);
    return (int)info;
  }
  int order = (int)n, leading = (int)lda, info = 0;
  ((void (*)(const char *, const int *, double *, const int *, int *, size_t))lib->dpotrf)(
      "U", &order, a, &leading, &info, 1);
  return info;
}

void cda_dpotrs(size_t n, const double *l, size_t lda, double *b) {
  const cda_library *lib = cda_library_active();
  if (!lib->dpotrs || n == 0) {
    cda_plain_dpotrs(n, l, lda, b);
    return;
  }
  if (lib->provider.integer_bits == 64) {
    int64_t order = (int64_t)n, leading = (int64_t)lda, one = 1, info = 0;
    ((void (*)(const char *, const int64_t *, const int64_t *, const double *, const int64_t *, double *,
               const int64_t *, int64_t *, size_t))lib->dpotrs)("U", &order, &one, l, &leading, b, &order, &info, 1);
    return;
  }
  int order = (int)n, leading = (int)lda, one = 1, info = 0;
  ((void (*)(const char *, const int *, const int *, const double *, const int *, double *, const int *, int *,
             size_t))lib->dpotrs)("U", &order, &one, l, &leading, b, &order, &info, 1);
}

int cda_dsyevd(size_t n, double *a, double *w) {
  const cda_library *lib = cda_library_active();
  if (!lib->dsyevd || n == 0) return cda_plain_dsyevd(n, a, w);
  // Work space as LAPACK's documentation of dsyevd states it for eigenvectors.
  size_t length = 1 + 6 * n + 2 * n * n, integers = 3 + 5 * n;
  double *work = malloc(length * sizeof(double));
  int64_t *indices = malloc(integers * sizeof(int64_t));
  int status = -1;
  if (work && indices) {
    if (lib->provider.integer_bits == 64) {
      int64_t order = (int64_t)n, lwork = (int64_t)length, liwork = (int64_t)integers, info = 0;
      ((void (*)(const char *, const char *, const int64_t *, double *, const int64_t *, double *, double *,
                 const int64_t *, int64_t *, const int64_t *, int64_t *, size_t, size_t))lib->dsyevd)(
          "V", "U", &order, a, &order, w, work, &lwork, indices, &liwork, &info, 1, 1);
      status = (int)info;
    } else {
      int order = (int)n, liwork = (int)integers, info = 0;
      int lwork = length > 0x7fffffff ? 0x7fffffff : (int)length;
      ((void (*)(const char *, const char *, const int *, double *, const int *, double *, double *, const int *,
                 int *, const int *, int *, size_t, size_t))lib->dsyevd)(
          "V", "U", &order, a, &order, w, work, &lwork, (int *)indices, &liwork, &info, 1, 1);
      status = info;
    }
  }
  free(work);
  free(indices);
  return status;
}
