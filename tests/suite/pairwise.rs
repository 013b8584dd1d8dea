//! Settings in all pairs: a table of factors and their levels, a list of configurations in which every possible
//! pair of levels occurs, and the comparison of each configuration between the GPU and the CPU implementation.
//!
//! Most errors of combinations need two settings, and all combinations of the table would be more than 10¹²
//! (Kuhn, Wallace, Gallo 2004, *Software Fault Interactions*). A failure prints its configuration as
//! `factor=level` for every factor that differs from the baseline; the environment variable
//! `PROXGRAD_TEST_CASE` with that text runs it alone, and so does any text of this form.

mod comparison;
mod configuration;
mod covering;
mod factors;
mod promised;
mod run;
mod scenario;
