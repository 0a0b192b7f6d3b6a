#include "CGzip.h"

#include <pthread.h>

static uint32_t table[256];

static void fill_table(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xEDB88320u ^ crc >> 1 : crc >> 1;
    table[i] = crc;
  }
}

uint32_t gzip_checksum(uint32_t before, const uint8_t *bytes, size_t count) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fill_table);
  uint32_t crc = ~before;
  for (size_t i = 0; i < count; i++) crc = table[(crc ^ bytes[i]) & 0xFF] ^ crc >> 8;
  return ~crc;
}
