#include "CDenseAlgebra.h"
