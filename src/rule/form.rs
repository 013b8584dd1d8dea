//! Update rules without the numbers among their settings: what kernels and loops are compiled for.

/// The most f32 of state that a rule keeps for an element. A plane is one of these numbers for all elements of a parameter; the
/// slices of planes that a rule does not have are empty.
pub(crate) const MAX_PLANES: usize = 2;

/// z of an element that has not had a gradient yet, where training goes on from the values: a number that no z becomes.
///
/// `shaders/rule/ftrl.wgsl` compares with the same number.
pub(crate) const NOT_STARTED: f32 = f32::MIN;

/// An update rule without the numbers among its settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum RuleForm {
    #[default]
    ProximalAdagrad,
    /// FTRL-Proximal with a square root.
    Ftrl,
    /// FTRL-Proximal with another power.
    FtrlPower,
    AdagradRda,
    Fobos,
    RowwiseAdagrad,
    GroupFtrl,
}

impl RuleForm {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 7] = [
        Self::ProximalAdagrad,
        Self::Ftrl,
        Self::FtrlPower,
        Self::AdagradRda,
        Self::Fobos,
        Self::RowwiseAdagrad,
        Self::GroupFtrl,
    ];

    /// Names of all planes of all rules.
    pub(crate) const PLANE_NAMES: [&'static str; 3] = ["accum", "linear", "grad_sum"];

    /// Names of the planes of state: numbers of f32 that the rule keeps for each element. The tensor of a plane in a snapshot is
    /// `<name>.<parameter>`.
    pub(crate) fn plane_names(self) -> &'static [&'static str] {
        match self {
            Self::ProximalAdagrad | Self::RowwiseAdagrad => &["accum"],
            Self::Ftrl | Self::FtrlPower | Self::GroupFtrl => &["accum", "linear"],
            Self::AdagradRda => &["accum", "grad_sum"],
            Self::Fobos => &[],
        }
    }

    /// Whether an update takes a row as a whole, because it needs sums over its elements.
    pub(crate) fn takes_rows(self) -> bool {
        matches!(self, Self::RowwiseAdagrad | Self::GroupFtrl)
    }

    /// Whether a plane of state has one number for each row instead of one for each element.
    pub(crate) fn has_row_state(self) -> bool {
        self == Self::RowwiseAdagrad
    }

    /// Number of planes of state.
    pub(crate) fn planes(self) -> usize {
        self.plane_names().len()
    }
}
