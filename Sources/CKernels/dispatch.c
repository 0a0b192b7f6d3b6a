// Which kernel sets run here, decided once.

#include "CKernels.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define CK_SET(name) extern const ck_kernel_set ck_set_##name;
#include "sets/sets.h"
#undef CK_SET

#define CK_SET(name) &ck_set_##name,
static const ck_kernel_set *const all[] = {
#include "sets/sets.h"
};
#undef CK_SET

enum { ALL_COUNT = sizeof(all) / sizeof(all[0]) };

// Written by `decide` only, before anyone reads them.
static ck_kernel_set supported[ALL_COUNT];
static size_t supported_count;
static size_t active;
static char *requested_but_unknown;

static ck_kernel_set filled(const ck_kernel_set *set) {
  ck_kernel_set result = *set;
#define CK_FILL(slot) if (!result.slot) result.slot = ck_set_reference.slot
  CK_FILL(fill_words);
  CK_FILL(fill_uniform_f32);
  CK_FILL(fill_coarse_f32);
  CK_FILL(fill_uniform_f64);
  CK_FILL(fill_gaussian_f32);
  CK_FILL(gemv_b1_f32);
  CK_FILL(hamming_b1);
  CK_FILL(gemv_f16_f32);
  CK_FILL(hadamard_f32);
  CK_FILL(dot_f64);
  CK_FILL(spread_f64);
  CK_FILL(stretch_f64);
  CK_FILL(shift_f64);
  CK_FILL(round_f64);
  CK_FILL(spread_round_f64);
  CK_FILL(advance_f64);
#undef CK_FILL
  return result;
}

static void decide(void) {
  for (size_t i = 0; i < ALL_COUNT; i++)
    if (all[i]->is_supported()) supported[supported_count++] = filled(all[i]);
  active = supported_count - 1;

  const char *request = getenv("SIGNBIT_KERNELS");
  if (!request || !*request) return;
  for (size_t i = 0; i < supported_count; i++) {
    if (strcmp(request, supported[i].name) == 0) {
      active = i;
      return;
    }
  }
  active = 0;
  // A copy: the program may change its environment afterwards.
  requested_but_unknown = strdup(request);
}

static void decide_once(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, decide);
}

const ck_kernel_set *ck_active(void) {
  decide_once();
  return &supported[active];
}

const ck_kernel_set *ck_reference(void) {
  decide_once();
  return &supported[0];
}

size_t ck_supported_count(void) {
  decide_once();
  return supported_count;
}

const ck_kernel_set *ck_supported(size_t index) {
  decide_once();
  return index < supported_count ? &supported[index] : NULL;
}

const char *ck_requested_but_unknown(void) {
  decide_once();
  return requested_but_unknown;
}
