// The functions that a found library offers; private to this target.
#ifndef PROVIDER_H
#define PROVIDER_H

#include "CDenseAlgebra.h"

/// Addresses found with dlsym; all null when the plain twin serves.
typedef struct cda_library {
  cda_provider provider;
  void *dgemm, *sgemm, *strsm, *sgemv, *dpotrf, *dpotrs, *dsyevd;
} cda_library;

const cda_library *cda_library_active(void);

#endif
