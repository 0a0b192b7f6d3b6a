// Between plain rows of bits and the blocked layout that the kernels read.

#include "CKernels.h"

#include <string.h>

static size_t rounded_up(size_t count, size_t unit) { return (count + unit - 1) / unit * unit; }

// Where the dword of (row, word 0) lies, and how far the next word of the row is from it.
typedef struct { size_t first, step; } place;

static place place_of_row(size_t row, size_t rows, size_t words) {
  size_t group = row / CK_GROUP_ROWS * CK_GROUP_ROWS;
  size_t count = rows - group < CK_GROUP_ROWS ? rows - group : CK_GROUP_ROWS;
  return (place){group * words + row % CK_GROUP_ROWS, rounded_up(count, CK_VECTOR_ROWS)};
}

static size_t word_count(size_t columns) { return rounded_up(columns, CK_WORD_INPUTS) / CK_WORD_INPUTS; }

size_t ck_blocked_count(size_t rows, size_t columns) {
  return rounded_up(rows, CK_VECTOR_ROWS) * word_count(columns);
}

void ck_block_b1(const uint8_t *plain, size_t rows, size_t columns, uint32_t *blocked) {
  size_t words = word_count(columns), bytes = (columns + 7) / 8;
  // The rows that fill up the last vector.
  memset(blocked, 0, sizeof(uint32_t) * ck_blocked_count(rows, columns));
  for (size_t r = 0; r < rows; r++, plain += bytes) {
    place p = place_of_row(r, rows, words);
    for (size_t w = 0; w < words; w++) {
      uint32_t bits = 0;
      for (size_t b = 4 * w; b < bytes && b < 4 * w + 4; b++) bits |= (uint32_t)plain[b] << (8 * (b - 4 * w));
      size_t left = columns - CK_WORD_INPUTS * w;
      if (left < CK_WORD_INPUTS) bits &= (1u << left) - 1;
      blocked[p.first + w * p.step] = bits;
    }
  }
}

void ck_unblock_b1(const uint32_t *blocked, size_t rows, size_t columns, uint8_t *plain) {
  size_t words = word_count(columns), bytes = (columns + 7) / 8;
  for (size_t r = 0; r < rows; r++, plain += bytes) {
    place p = place_of_row(r, rows, words);
    for (size_t b = 0; b < bytes; b++) plain[b] = (uint8_t)(blocked[p.first + b / 4 * p.step] >> (8 * (b % 4)));
  }
}
