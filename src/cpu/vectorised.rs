//! The macro that compiles loops for more than one set of instructions.

/// Compiles functions for every processor and, with the feature `parallel`, also for processors with AVX2,
/// where loops run at twice the speed. The version is chosen at run time. Functions that they call gain only
/// if they are inlined. FMA is not enabled: it rounds once where the rule rounds twice.
macro_rules! vectorised {
    ($($function:item)*) => {$(
        #[cfg_attr(
            feature = "parallel",
            multiversion::multiversion(targets("x86_64+avx2", "x86+avx2"))
        )]
        $function
    )*};
}
pub(super) use vectorised;
