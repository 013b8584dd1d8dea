//! An optimizer with parameter groups and parameters, for the cases about a whole optimizer.

use proxgrad::{Config, Error, Format, Group, ParamId};

use crate::{
    backend::{Backend, Optimizer, Param},
    golden::{
        failure::{Failure, Place},
        state::State,
    },
};

/// The description of an optimizer with its groups and parameters.
#[derive(Debug)]
pub(crate) struct Network<'a> {
    pub(crate) config: Config,
    /// Storage format of values and gradients.
    pub(crate) format: Format,
    pub(crate) groups: Vec<Group>,
    /// The parameters, in the order in which they are added.
    pub(crate) members: Vec<Member<'a>>,
    /// Names of the parameters in the optimizer's order; empty for the order in which they are added.
    pub(crate) order: Vec<&'a str>,
}

/// The description of a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member<'a> {
    pub(crate) name: &'a str,
    pub(crate) shape: &'a [usize],
    pub(crate) values: &'a [f32],
    /// Index of the parameter group.
    pub(crate) group: Option<usize>,
}

/// An optimizer with its parameters.
pub(crate) struct Built<'a> {
    pub(crate) optimizer: Box<dyn Optimizer>,
    /// Names and ids of the parameters, in the order in which they were added.
    pub(crate) ids: Vec<(&'a str, ParamId)>,
}

impl<'a> Network<'a> {
    /// The parameters in the optimizer's order.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = Member<'a>> {
        let mut members = self.members.clone();
        if !self.order.is_empty() {
            members.sort_by_key(|member| self.order.iter().position(|name| *name == member.name));
        }
        members.into_iter()
    }

    /// The optimizer, or the error of the library.
    ///
    /// # Errors
    /// A refused call that changed the state.
    pub(crate) fn build(&self, backend: &dyn Backend) -> Result<Result<Built<'a>, Error>, Failure> {
        let optimizer = match backend.optimizer(self.config.clone()) {
            Ok(optimizer) => optimizer,
            Err(error) => return Ok(Err(error)),
        };
        let mut before = State::of(&*optimizer).map_err(lost)?;
        let mut built = Built { optimizer, ids: Vec::new() };
        let Err(error) = self.fill(&mut built, &mut before) else { return Ok(Ok(built)) };
        unchanged(&*built.optimizer, &before, Place::new("setup"))?;
        Ok(Err(error))
    }

    /// Adds groups and parameters and sets their order; `before` is the state before a call that fails.
    fn fill(&self, built: &mut Built<'a>, before: &mut State) -> Result<(), Error> {
        let Built { optimizer, ids } = built;
        let groups = self.groups.iter().map(|group| optimizer.add_group(group.clone()));
        let groups: Vec<_> = groups.collect::<Result<_, _>>()?;
        for &Member { name, shape, values, group } in &self.members {
            *before = State::of(&**optimizer)?;
            let group = group.map(|index| groups[index]);
            let param = Param::new(name, shape, values).formats(self.format, self.format);
            ids.push((name, optimizer.add_param(Param { group, ..param })?));
        }
        *before = State::of(&**optimizer)?;
        optimizer.order_params(&self.order)
    }
}

/// Checks that the state is as it was before.
///
/// # Errors
/// A part of the state has changed.
pub(crate) fn unchanged(optimizer: &dyn Optimizer, before: &State, place: Place) -> Result<(), Failure> {
    match State::of(optimizer).map_err(lost)?.changed_since(before) {
        Some(part) => Err(Failure::ChangedByRefusal { place: Place { tensor: part.into(), ..place } }),
        None => Ok(()),
    }
}

/// The failure of reading the state.
fn lost(error: Error) -> Failure {
    Failure::refused(Place::new("state"), error)
}
