#include "BuiltInDigits.h"

// The file lies beside this one and travels inside the program: nothing to find at run time.
// `#embed` is C23; clang knows it in every dialect.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const uint8_t bytes[] = {
#embed "digits.csv.gz"
};

const uint8_t *builtin_digits(void) { return bytes; }
size_t builtin_digits_count(void) { return sizeof bytes; }
