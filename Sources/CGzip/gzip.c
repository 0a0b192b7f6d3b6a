#include "CGzip.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// zlib's `z_stream`, whose layout has been frozen since version 1.0 (zlib.h, "struct z_stream_s").
// zlib compares the size we hand over with its own and refuses a mismatch.
typedef struct {
  const unsigned char *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  unsigned char *next_out;
  unsigned int avail_out;
  unsigned long total_out;
  const char *message;
  void *state;
  void *(*allocate)(void *, unsigned int, unsigned int);
  void (*release)(void *, void *);
  void *opaque;
  int data_type;
  unsigned long adler;
  unsigned long reserved;
} stream_t;

enum { z_ok = 0, z_stream_end = 1, z_buf_error = -5, z_mem_error = -4 };

static int (*inflate_init)(stream_t *, int window_bits, const char *version, int stream_size);
static int (*inflate_step)(stream_t *, int flush);
static int (*inflate_reset)(stream_t *);
static int (*inflate_end)(stream_t *);

static void find_zlib(void) {
  static const char *const names[] = {"libz.so.1", "libz.so", "libz.1.dylib", "libz.dylib"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (!library) continue;
    inflate_init = (int (*)(stream_t *, int, const char *, int))dlsym(library, "inflateInit2_");
    inflate_step = (int (*)(stream_t *, int))dlsym(library, "inflate");
    inflate_reset = (int (*)(stream_t *))dlsym(library, "inflateReset");
    inflate_end = (int (*)(stream_t *))dlsym(library, "inflateEnd");
    if (inflate_init && inflate_step && inflate_reset && inflate_end) return;
    inflate_init = NULL;
    dlclose(library);
  }
}

bool gzip_is_available(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find_zlib);
  return inflate_init != NULL;
}

struct gzip_inflater {
  stream_t stream;
};

static gzip_inflater *start(int window_bits) {
  if (!gzip_is_available()) return NULL;
  gzip_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  // zlib compares only the first digit of the version.
  if (inflate_init(&inflater->stream, window_bits, "1.2.0", (int)sizeof inflater->stream) != z_ok) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

// 15 is the full window; 16 more ask for a gzip header, a negative number for none.
gzip_inflater *gzip_start(void) { return start(15 + 16); }
gzip_inflater *gzip_start_raw(void) { return start(-15); }

gzip_status gzip_step(gzip_inflater *inflater, const uint8_t *input, size_t input_count, size_t *consumed,
                      uint8_t *output, size_t room, size_t *produced) {
  // zlib counts in `unsigned int`; what does not fit is left for the next step.
  const size_t most = 1u << 30;
  stream_t *stream = &inflater->stream;
  stream->next_in = input;
  stream->avail_in = (unsigned int)(input_count < most ? input_count : most);
  stream->next_out = output;
  stream->avail_out = (unsigned int)(room < most ? room : most);
  int result = inflate_step(stream, 0);
  *consumed = (size_t)(stream->next_in - input);
  *produced = (size_t)(stream->next_out - output);
  switch (result) {
  case z_ok:
  case z_buf_error: // no progress possible with what was given: not an error
    return gzip_more;
  case z_stream_end:
    return gzip_member_end;
  case z_mem_error:
    return gzip_no_memory;
  default:
    return gzip_damaged;
  }
}

bool gzip_next_member(gzip_inflater *inflater) { return inflate_reset(&inflater->stream) == z_ok; }

void gzip_finish(gzip_inflater *inflater) {
  if (!inflater) return;
  inflate_end(&inflater->stream);
  free(inflater);
}
