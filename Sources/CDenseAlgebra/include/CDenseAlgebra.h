/* Dense algebra behind one small contract.
 *
 * A BLAS and LAPACK are looked for at run time, once, at the first call:
 *   1. what the environment variable SIGNBIT_BLAS names (a library file, or "plain" for the twin below);
 *   2. a library that the process has loaded already, such as the one inside NumPy's wheel, whose
 *      symbols carry a prefix and a suffix and whose integers have 64 bits;
 *   3. the usual run-time library names (OpenBLAS, MKL, BLIS, the system's libblas and liblapack).
 * Where none is found, the plain C twin serves: the definition, slow, and the oracle of the tests.
 *
 * All matrices are row-major. OpenBLAS, MKL and whatever runs on OpenMP are set to one thread when we open
 * them: the Swift side partitions the work, so that results do not depend on the number of threads.
 */
#ifndef C_DENSE_ALGEBRA_H
#define C_DENSE_ALGEBRA_H

#include <stdbool.h>
#include <stddef.h>

/// Which library serves.
typedef struct cda_provider {
  const char *name;         ///< "OpenBLAS", "MKL", "BLAS" or "plain"
  const char *file;         ///< the library file, or "" for the twin
  const char *core;         ///< the processor core type that the library chose, or ""
  const char *prefix;       ///< what precedes its symbols: "" or "scipy_"
  const char *suffix;       ///< what follows its symbols: "" or "64_"
  int integer_bits;         ///< 32 or 64
  bool found_in_process;    ///< it was loaded already, by NumPy for instance
  const char *missing;      ///< the value of SIGNBIT_BLAS if it could not be honored, else ""
} cda_provider;

/// The provider in use; the first call looks for it.
const cda_provider *cda_active(void);

/// C = alpha · op(A) op(B) + beta · C, with op(A) of shape m × k and op(B) of shape k × n.
void cda_dgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha,
               const double *a, size_t lda, const double *b, size_t ldb, double beta, double *c, size_t ldc);

/// The same in Float32.
void cda_sgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha,
               const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc);

/// Replaces B (m × n) by the solution X of L X = B in Float32, L lower triangular (m × m); its upper triangle is
/// not read.
void cda_strsm(size_t m, size_t n, const float *l, size_t ldl, float *b, size_t ldb);

/// y = alpha · A x + beta · y in Float32, with A of shape m × n.
void cda_sgemv(size_t m, size_t n, float alpha, const float *a, size_t lda, const float *x, float beta, float *y);

/// The Cholesky factor L of A = L Lᵀ (n × n), in the lower triangle of A; the rest is left as it was.
/// Returns 0, or i + 1 where pivot i is not positive.
int cda_dpotrf(size_t n, double *a, size_t lda);

/// Solves L Lᵀ x = b for one right-hand side, L as cda_dpotrf leaves it; b is replaced by x.
void cda_dpotrs(size_t n, const double *l, size_t lda, double *b);

/// Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric A (n × n, both halves given): row i
/// of A becomes the eigenvector of w[i]. Returns 0, or a nonzero status where the iteration did not converge.
int cda_dsyevd(size_t n, double *a, double *w);

/* The plain twin, always there; tests compare the two. */
void cda_plain_dgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha,
                     const double *a, size_t lda, const double *b, size_t ldb, double beta, double *c, size_t ldc);
void cda_plain_sgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha,
                     const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc);
void cda_plain_strsm(size_t m, size_t n, const float *l, size_t ldl, float *b, size_t ldb);
void cda_plain_sgemv(size_t m, size_t n, float alpha, const float *a, size_t lda, const float *x, float beta, float *y);
int cda_plain_dpotrf(size_t n, double *a, size_t lda);
void cda_plain_dpotrs(size_t n, const double *l, size_t lda, double *b);
int cda_plain_dsyevd(size_t n, double *a, double *w);

#endif
