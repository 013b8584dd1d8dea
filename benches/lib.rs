//! Nothing: the package consists of its benchmark.
