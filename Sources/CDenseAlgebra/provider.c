// Finds a BLAS with LAPACK at run time. See the header for the order of the search.
#define _GNU_SOURCE
#include "provider.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <link.h>
#endif

static cda_library active;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// How the symbols of known builds are spelled, and the integers that usually come with the spelling.
static const struct { const char *prefix, *suffix; int integer_bits; } spellings[] = {
    {"", "", 32},
    {"scipy_", "64_", 64},
    {"", "64_", 64},
    {"scipy_", "", 32},
};

static void *find(void *handle, const char *prefix, const char *name, const char *suffix) {
  char symbol[96];
  snprintf(symbol, sizeof symbol, "%s%s%s", prefix, name, suffix);
  return dlsym(handle, symbol);
}

static bool contains(const char *text, const char *part) { return text && strstr(text, part) != NULL; }

// Fills `active` from a BLAS and a LAPACK handle (often the same); false where a function is missing.
static bool adopt(void *blas, void *lapack, const char *file, bool in_process) {
  for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
    const char *prefix = spellings[i].prefix, *suffix = spellings[i].suffix;
    cda_library found = active;
    found.dgemm = find(blas, prefix, "cblas_dgemm", suffix);
    found.sgemm = find(blas, prefix, "cblas_sgemm", suffix);
    found.strsm = find(blas, prefix, "cblas_strsm", suffix);
    found.sgemv = find(blas, prefix, "cblas_sgemv", suffix);
    found.dpotrf = find(lapack, prefix, "dpotrf_", suffix);
    found.dpotrs = find(lapack, prefix, "dpotrs_", suffix);
    found.dsyevd = find(lapack, prefix, "dsyevd_", suffix);
    if (!found.dgemm || !found.sgemm || !found.strsm || !found.sgemv) continue;
    if (!found.dpotrf || !found.dpotrs || !found.dsyevd) continue;
    found.provider.prefix = prefix;
    found.provider.suffix = suffix;
    found.provider.integer_bits = spellings[i].integer_bits;
    // A build with 64-bit integers may keep the plain names; OpenBLAS says so in its configuration.
    void *config = find(blas, prefix, "openblas_get_config", suffix);
    if (config && contains(((char *(*)(void))config)(), "USE64BITINT")) found.provider.integer_bits = 64;
    found.provider.found_in_process = in_process;
    Dl_info info;
    found.provider.file = dladdr(found.dgemm, &info) && info.dli_fname ? strdup(info.dli_fname) : strdup(file);
    void *corename = find(blas, prefix, "openblas_get_corename", suffix);
    void *threads = find(blas, prefix, "openblas_set_num_threads", suffix);
    void *mkl_threads = dlsym(blas, "MKL_Set_Num_Threads");
    found.provider.name = corename ? "OpenBLAS" : mkl_threads ? "MKL" : "BLAS";
    if (corename) found.provider.core = strdup(((char *(*)(void))corename)());
    // A library that belongs to the host process (NumPy's) keeps the number of threads its owner chose.
    if (!in_process && threads) ((void (*)(int))threads)(1);
    if (!in_process && mkl_threads) ((void (*)(int))mkl_threads)(1);
    active = found;
    return true;
  }
  return false;
}

// Opens a library that will run on one thread. An OpenMP build takes its number of threads per calling
// thread, so telling it once is not enough: it must read the number when its run time is loaded.
static void *open_library(const char *file) {
  static const char name[] = "OMP_NUM_THREADS";
  const char *value = getenv(name);
  char *before = value ? strdup(value) : NULL;
  setenv(name, "1", 1);
  void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (before) setenv(name, before, 1);
  else unsetenv(name);
  free(before);
  return handle;
}

static bool adopt_files(const char *blas_file, const char *lapack_file) {
  void *blas = open_library(blas_file);
  void *lapack = blas && lapack_file ? open_library(lapack_file) : blas;
  return blas && lapack && adopt(blas, lapack, blas_file, false);
}

#if defined(__linux__)
// What the walk over the loaded libraries leaves: the first few files that may hold a BLAS.
typedef struct {
  char *files[8];
  size_t count;
} candidates;

static int note_loaded(struct dl_phdr_info *info, size_t size, void *found) {
  (void)size;
  candidates *list = found;
  if (contains(info->dlpi_name, "openblas") || contains(info->dlpi_name, "mkl_rt"))
    list->files[list->count++] = strdup(info->dlpi_name);
  return list->count == sizeof list->files / sizeof *list->files;
}
#endif

static bool look_in_process(void) {
  bool done = false;
#if defined(__linux__)
  // Names first, dlopen afterwards: the walk holds a lock of the loader, and another thread that is
  // loading a library at that moment holds the one that dlopen wants.
  candidates list = {.count = 0};
  dl_iterate_phdr(note_loaded, &list);
  for (size_t i = 0; i < list.count; i++) {
    void *handle = !done && list.files[i] ? dlopen(list.files[i], RTLD_NOW | RTLD_NOLOAD) : NULL;
    if (handle) done = adopt(handle, handle, list.files[i], true);
    free(list.files[i]);
  }
#endif
  return done;
}

static bool look_on_system(void) {
  // Some libraries bring BLAS alone; LAPACK then comes from the system's own.
  static const struct { const char *blas, *lapack; } files[] = {
      {"libopenblas.so.0", NULL},
      {"libmkl_rt.so.2", NULL},
      {"libmkl_rt.so", NULL},
      {"libblis.so.4", "liblapack.so.3"},
      {"/System/Library/Frameworks/Accelerate.framework/Accelerate", NULL},
      {"libblas.so.3", "liblapack.so.3"},
  };
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    if (adopt_files(files[i].blas, files[i].lapack)) return true;
  return false;
}

static void look(void) {
  active.provider = (cda_provider){"plain", "", "", "", "", 64, false, ""};
  const char *wish = getenv("SIGNBIT_BLAS");
  if (wish && *wish) {
    if (strcmp(wish, "plain") != 0 && !adopt_files(wish, NULL)) active.provider.missing = strdup(wish);
    return;
  }
  if (!look_in_process()) (void)look_on_system();
}

const cda_library *cda_library_active(void) {
  pthread_once(&once, look);
  return &active;
}

const cda_provider *cda_active(void) { return &cda_library_active()->provider; }
