// Gzip through the zlib that the machine has, found at run time: nothing to install, nothing to link.
#ifndef CGZIP_H
#define CGZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How far one step of inflating came.
typedef enum gzip_status : int32_t {
  gzip_more = 0,       ///< no end in sight yet: give more input, or more room
  gzip_member_end = 1, ///< one gzip member is complete and its checksum holds
  gzip_damaged = 2,    ///< the bytes are not gzip, or a checksum fails
  gzip_no_memory = 3
} gzip_status;

/// Whether a zlib was found on this machine.
bool gzip_is_available(void);

/// The state of one inflation; null when there is no zlib or no memory.
typedef struct gzip_inflater gzip_inflater;
gzip_inflater *gzip_start(void);

/// The same for deflate data without a header or a checksum, as zip archives hold them: one member.
gzip_inflater *gzip_start_raw(void);

/// Inflates what fits: reads at most `input_count` bytes, writes at most `room` bytes, and says how many.
gzip_status gzip_step(gzip_inflater *inflater, const uint8_t *input, size_t input_count, size_t *consumed,
                      uint8_t *output, size_t room, size_t *produced);

/// Makes the inflater ready for the next member of the same file.
bool gzip_next_member(gzip_inflater *inflater);

void gzip_finish(gzip_inflater *inflater);

/// The CRC-32 of gzip and zip (RFC 1952, section 8), continued from that of the bytes before; 0 at first. Needs no zlib.
uint32_t gzip_checksum(uint32_t before, const uint8_t *bytes, size_t count);

#endif
