// The plain twin: the definition of every operation in the contract, in portable C.
#include "CDenseAlgebra.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Tiles of the inner dimension and of the columns: one tile of B (32 × 256 doubles) stays in L1/L2.
enum { TILE_K = 32, TILE_N = 256 };

void cda_plain_dgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha,
                     const double *a, size_t lda, const double *b, size_t ldb, double beta, double *c, size_t ldc) {
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) c[i * ldc + j] = beta == 0 ? 0 : beta * c[i * ldc + j];
  double tile[TILE_K * TILE_N];
  for (size_t j0 = 0; j0 < n; j0 += TILE_N) {
    size_t width = n - j0 < TILE_N ? n - j0 : TILE_N;
    for (size_t p0 = 0; p0 < k; p0 += TILE_K) {
      size_t depth = k - p0 < TILE_K ? k - p0 : TILE_K;
      for (size_t p = 0; p < depth; p++)
        for (size_t j = 0; j < width; j++)
          tile[p * TILE_N + j] = transpose_b ? b[(j0 + j) * ldb + p0 + p] : b[(p0 + p) * ldb + j0 + j];
      for (size_t i = 0; i < m; i++) {
        double *row = c + i * ldc + j0;
        for (size_t p = 0; p < depth; p++) {
          double x = alpha * (transpose_a ? a[(p0 + p) * lda + i] : a[i * lda + p0 + p]);
          const double *line = tile + p * TILE_N;
          for (size_t j = 0; j < width; j++) row[j] += x * line[j];
        }
      }
    }
  }
}

void cda_plain_sgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha,
                     const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc) {
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) c[i * ldc + j] = beta == 0 ? 0 : beta * c[i * ldc + j];
  float tile[TILE_K * TILE_N];
  for (size_t j0 = 0; j0 < n; j0 += TILE_N) {
    size_t width = n - j0 < TILE_N ? n - j0 : TILE_N;
    for (size_t p0 = 0; p0 < k; p0 += TILE_K) {
      size_t depth = k - p0 < TILE_K ? k - p0 : TILE_K;
      for (size_t p = 0; p < depth; p++)
        for (size_t j = 0; j < width; j++)
          tile[p * TILE_N + j] = transpose_b ? b[(j0 + j) * ldb + p0 + p] : b[(p0 + p) * ldb + j0 + j];
      for (size_t i = 0; i < m; i++) {
        float *row = c + i * ldc + j0;
        for (size_t p = 0; p < depth; p++) {
          float x = alpha * (transpose_a ? a[(p0 + p) * lda + i] : a[i * lda + p0 + p]);
          const float *line = tile + p * TILE_N;
          for (size_t j = 0; j < width; j++) row[j] += x * line[j];
        }
      }
    }
  }
}

void cda_plain_strsm(size_t m, size_t n, const float *l, size_t ldl, float *b, size_t ldb) {
  for (size_t i = 0; i < m; i++) {
    float *row = b + i * ldb;
    for (size_t p = 0; p < i; p++) {
      float x = l[i * ldl + p];
      for (size_t j = 0; j < n; j++) row[j] -= x * b[p * ldb + j];
    }
    for (size_t j = 0; j < n; j++) row[j] /= l[i * ldl + i];
  }
}

void cda_plain_sgemv(size_t m, size_t n, float alpha, const float *a, size_t lda, const float *x, float beta, float *y) {
  for (size_t i = 0; i < m; i++) {
    // Four partial sums hide the latency of the additions.
    float sum[4] = {0, 0, 0, 0};
    const float *row = a + i * lda;
    size_t j = 0;
    for (; j + 4 <= n; j += 4)
      for (int l = 0; l < 4; l++) sum[l] += row[j + l] * x[j + l];
    for (; j < n; j++) sum[0] += row[j] * x[j];
    float dot = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    y[i] = alpha * dot + (beta == 0 ? 0 : beta * y[i]);
  }
}

int cda_plain_dpotrf(size_t n, double *a, size_t lda) {
  for (size_t j = 0; j < n; j++) {
    double *rj = a + j * lda;
    double pivot = rj[j];
    for (size_t p = 0; p < j; p++) pivot -= rj[p] * rj[p];
    if (!(pivot > 0)) return (int)j + 1;
    rj[j] = sqrt(pivot);
    for (size_t i = j + 1; i < n; i++) {
      double *ri = a + i * lda;
      double sum = ri[j];
      for (size_t p = 0; p < j; p++) sum -= ri[p] * rj[p];
      ri[j] = sum / rj[j];
    }
  }
  return 0;
}

void cda_plain_dpotrs(size_t n, const double *l, size_t lda, double *b) {
  for (size_t i = 0; i < n; i++) {
    double sum = b[i];
    for (size_t p = 0; p < i; p++) sum -= l[i * lda + p] * b[p];
    b[i] = sum / l[i * lda + i];
  }
  for (size_t i = n; i-- > 0;) {
    b[i] /= l[i * lda + i];
    for (size_t p = 0; p < i; p++) b[p] -= l[i * lda + p] * b[i];
  }
}

// Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Qᵀ.
// On return d and e hold the diagonal and subdiagonal of T (e[i] couples i and i + 1), q the rows of Qᵀ.
static void tridiagonalize(size_t n, double *a, double *d, double *e, double *q, double *v, double *p) {
  memset(q, 0, n * n * sizeof(double));
  for (size_t i = 0; i < n; i++) q[i * n + i] = 1;
  for (size_t k = 0; k + 2 < n; k++) {
    // The reflector I − 2vvᵀ sends column k below the diagonal onto its first entry.
    double norm = 0;
    for (size_t i = k + 1; i < n; i++) norm += a[i * n + k] * a[i * n + k];
    norm = sqrt(norm);
    double tail = 0;
    for (size_t i = k + 2; i < n; i++) tail += fabs(a[i * n + k]);
    if (tail == 0) continue;
    double head = a[(k + 1) * n + k];
    double alpha = head > 0 ? -norm : norm;
    double length = 0;
    for (size_t i = k + 1; i < n; i++) {
      v[i] = a[i * n + k] - (i == k + 1 ? alpha : 0);
      length += v[i] * v[i];
    }
    length = sqrt(length);
    for (size_t i = k + 1; i < n; i++) v[i] /= length;
    // A ← A − v pᵀ − p vᵀ with p = 2(Av − (vᵀAv) v), on the trailing block and column k.
    double vav = 0;
    for (size_t i = k + 1; i < n; i++) {
      double sum = 0;
      for (size_t j = k + 1; j < n; j++) sum += a[i * n + j] * v[j];
      p[i] = sum;
      vav += v[i] * sum;
    }
    for (size_t i = k + 1; i < n; i++) p[i] = 2 * (p[i] - vav * v[i]);
    for (size_t i = k + 1; i < n; i++)
      for (size_t j = k + 1; j < n; j++) a[i * n + j] -= v[i] * p[j] + p[i] * v[j];
    a[(k + 1) * n + k] = a[k * n + k + 1] = alpha;
    for (size_t i = k + 2; i < n; i++) a[i * n + k] = a[k * n + i] = 0;
    // Qᵀ ← (I − 2vvᵀ) Qᵀ, a row operation.
    for (size_t j = 0; j < n; j++) p[j] = 0;
    for (size_t i = k + 1; i < n; i++)
      for (size_t j = 0; j < n; j++) p[j] += v[i] * q[i * n + j];
    for (size_t i = k + 1; i < n; i++)
      for (size_t j = 0; j < n; j++) q[i * n + j] -= 2 * v[i] * p[j];
  }
  for (size_t i = 0; i < n; i++) {
    d[i] = a[i * n + i];
    e[i] = i + 1 < n ? a[(i + 1) * n + i] : 0;
  }
}

// Implicit-shift QL on a tridiagonal matrix; the rotations are applied to the rows of q.
static int diagonalize(size_t n, double *d, double *e, double *q) {
  for (size_t l = 0; l < n; l++) {
    for (int sweep = 0;; sweep++) {
      size_t m = l;
      while (m + 1 < n && fabs(e[m]) > 0x1p-53 * (fabs(d[m]) + fabs(d[m + 1]))) m++;
      if (m == l) break;
      if (sweep == 60) return (int)l + 1;
      double g = (d[l + 1] - d[l]) / (2 * e[l]);
      double r = hypot(g, 1);
      g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
      double s = 1, c = 1, p = 0;
      size_t i = m;
      while (i-- > l) {
        double f = s * e[i], b = c * e[i];
        r = hypot(f, g);
        e[i + 1] = r;
        if (r == 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        double *low = q + i * n, *high = q + (i + 1) * n;
        for (size_t j = 0; j < n; j++) {
          double t = high[j];
          high[j] = s * low[j] + c * t;
          low[j] = c * low[j] - s * t;
        }
      }
      if (r == 0 && i != (size_t)-1 && i + 1 > l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return 0;
}

int cda_plain_dsyevd(size_t n, double *a, double *w) {
  if (n == 0) return 0;
  double *q = malloc(n * n * sizeof(double)), *e = malloc(n * sizeof(double)), *v = malloc(2 * n * sizeof(double));
  int status = -1;
  if (q && e && v) {
    tridiagonalize(n, a, w, e, q, v, v + n);
    status = diagonalize(n, w, e, q);
    // Selection sort: n² comparisons are nothing beside the n³ above.
    for (size_t i = 0; i < n; i++) {
      size_t least = i;
      for (size_t j = i + 1; j < n; j++)
        if (w[j] < w[least]) least = j;
      double value = w[least];
      w[least] = w[i];
      w[i] = value;
      memcpy(a + i * n, q + least * n, n * sizeof(double));
      if (least != i) memcpy(q + least * n, q + i * n, n * sizeof(double));
    }
  }
  free(q);
  free(e);
  free(v);
  return status;
}
