//! Errors name what is wrong, and the module comes back as it was.

use burn::{
    module::{Module, Param, ParamGroup, ParamId},
    optim::GradientsParams,
    tensor::{DType, Device, Int, Tensor},
};
use proxgrad::{Config, DynamicLossScale, Group, UpdateRule};
use proxgrad_burn::{
    Error, ProximalAdagradConfig, ProximalAdagradModule, Rejected, RowGradient, RowTable, RowTableConfig,
};

use crate::common::{devices, gpu, numbers};

#[derive(Module, Debug)]
struct Two {
    a: Param<Tensor<1>>,
    b: Param<Tensor<2>>,
    table: RowTable,
}

fn module(device: &Device) -> Two {
    Two {
        a: Param::from_tensor(Tensor::from_floats([1.0, 2.0], device)),
        b: Param::from_tensor(Tensor::ones([2, 3], device)),
        table: RowTableConfig::new(4, 2).init(device),
    }
}

fn config() -> ProximalAdagradConfig {
    ProximalAdagradConfig::new(Config { learning_rate: 0.1.into(), ..Config::default() })
}

fn values_of(module: &Two) -> [Vec<f32>; 3] {
    [numbers(module.a.val()), numbers(module.b.val()), numbers(module.table.weight.val())]
}

/// Asserts that a call is refused with this message, and that neither the module nor the state has changed.
#[track_caller]
fn assert_refused(
    optimizer: &mut ProximalAdagradModule,
    module: Two,
    call: impl FnOnce(&mut ProximalAdagradModule, Two) -> Result<Two, Rejected<Two>>,
    message: &str,
) -> Two {
    let (before, state) = (values_of(&module), optimizer.snapshot().unwrap());
    let requires_grad = module.a.is_require_grad();
    let (module, error) = call(optimizer, module).expect_err(message).into_parts();
    assert!(error.to_string().contains(message), "{error}");
    assert_eq!(values_of(&module), before, "changed by: {error}");
    assert!(optimizer.snapshot().unwrap() == state, "changed by: {error}");
    assert_eq!(module.a.is_require_grad(), requires_grad);
    module
}

fn grad_of<const D: usize>(id: ParamId, grad: Tensor<D>) -> GradientsParams {
    let mut grads = GradientsParams::new();
    grads.register(id, grad);
    grads
}

#[test]
fn gradients_that_do_not_fit_are_refused_by_name() {
    for device in devices() {
        let module = module(&device.clone().autodiff());
        let mut optimizer = config().init_module(&module).unwrap();
        let (a, b, table) = (module.a.id, module.b.id, module.table.id());
        let ones = Tensor::<1>::ones([3], &device);
        let module = assert_refused(
            &mut optimizer,
            module,
            |optimizer, module| optimizer.step(module, grad_of(a, ones)),
            "parameter \"a\": its gradient has the shape [3], but [2] is needed",
        );
        let ones = Tensor::<2>::ones([2, 2], &device);
        let module = assert_refused(
            &mut optimizer,
            module,
            |optimizer, module| optimizer.step(module, grad_of(b, ones)),
            "parameter \"b\": its gradient has the shape [2, 2], but [2, 3] is needed",
        );
        let half = Tensor::<1>::ones([2], (&device, DType::F16));
        let module = assert_refused(
            &mut optimizer,
            module,
            |optimizer, module| optimizer.step(module, grad_of(a, half)),
            "parameter \"a\": its gradient is F16; cast it to the type of the parameter",
        );
        let other = devices().into_iter().find(|other| *other != device);
        let module = match other {
            None => module,
            Some(other) => {
                let ones = Tensor::<1>::ones([2], &other);
                assert_refused(
                    &mut optimizer,
                    module,
                    |optimizer, module| optimizer.step(module, grad_of(a, ones)),
                    "parameter \"a\": its gradient is on Device",
                )
            }
        };
        let rows = |ids: [i32; 1], shape, of| {
            RowGradient::new(of, Tensor::<1, Int>::from_ints(ids, &device), Tensor::ones(shape, &device))
        };
        let module = assert_refused(
            &mut optimizer,
            module,
            |optimizer, module| {
                optimizer.step_rows(module, GradientsParams::new(), [rows([1], [2, 2], table)])
            },
            "parameter \"table.weight\": its gradient has the shape [2, 2], but [1, 2] is needed",
        );
        let module = assert_refused(
            &mut optimizer,
            module,
            |optimizer, module| optimizer.step_rows(module, GradientsParams::new(), [rows([1], [1, 2], a)]),
            "the optimizer has no table with this id",
        );
        let foreign = RowTableConfig::new(4, 2).init(&device).id();
        let module = assert_refused(
            &mut optimizer,
            module,
            |optimizer, module| optimizer.flush_rows(module, [(foreign, Tensor::from_ints([0], &device))]),
            "the optimizer has no table with this id",
        );
        // A gradient of the whole table and one of its rows.
        let mut both = grad_of(table, Tensor::<2>::ones([4, 2], &device));
        both.register(a, Tensor::<1>::ones([2], &device));
        let module = assert_refused(
            &mut optimizer,
            module,
            |optimizer, module| optimizer.step_rows(module, both, [rows([1], [1, 2], table)]),
            "parameter \"table.weight\" has a gradient of the whole table and one of rows",
        );
        let ones = Tensor::<1>::ones([2], &device);
        optimizer.step(module, grad_of(a, ones)).unwrap();
    }
}

#[test]
fn modules_that_do_not_fit_are_refused_by_name() {
    #[derive(Module, Debug)]
    struct Shared {
        first: Param<Tensor<1>>,
        second: Param<Tensor<1>>,
    }
    #[derive(Module, Debug)]
    struct Only {
        a: Param<Tensor<1>>,
    }
    for device in devices() {
        let on_autodiff = device.clone().autodiff();
        let first = Param::from_tensor(Tensor::<1>::ones([2], &on_autodiff));
        let shared = Shared { second: first.clone(), first };
        let error = config().init_module(&shared).unwrap_err().to_string();
        assert!(error.contains("one parameter in two places, \"first\" and \"second\""), "{error}");

        let module = module(&on_autodiff);
        let mut optimizer = config().init_module(&module).unwrap();
        let only = Only { a: module.a.clone() };
        let rejected = optimizer.step(only, GradientsParams::new()).unwrap_err();
        assert!(rejected.to_string().contains("has no parameter \"b\""), "{rejected}");
        let error = Error::from(rejected);
        assert!(matches!(error, Error::MissingParam { .. }));

        // A parameter that was replaced by one of another shape or type keeps its id.
        let other =
            Two { a: Param::initialized(module.a.id, Tensor::ones([5], &on_autodiff)), ..module.clone() };
        assert_refused(
            &mut optimizer,
            other,
            |optimizer, module| optimizer.step(module, GradientsParams::new()),
            "parameter \"a\": its value has the shape [5], but [2] is needed",
        );
        let half = Tensor::ones([2], (&on_autodiff, DType::F16));
        let other = Two { a: Param::initialized(module.a.id, half), ..module.clone() };
        assert_refused(
            &mut optimizer,
            other,
            |optimizer, module| optimizer.step(module, GradientsParams::new()),
            "parameter \"a\": its value is F16; it had another type",
        );
        if let Some(elsewhere) = devices().into_iter().find(|other| *other != device) {
            let (before, other) = (values_of(&module), module.clone().fork(&elsewhere.autodiff()));
            let grads = grad_of(module.a.id, Tensor::<1>::ones([2], &device));
            let (other, error) = optimizer.step(other, grads).unwrap_err().into_parts();
            assert!(
                matches!(&error, Error::OtherDevice { name, role: "value", .. } if name == "a"),
                "{error}"
            );
            assert_eq!(values_of(&other), before);
        }

        let frozen = Only { a: Param::from_tensor(Tensor::ones([2], &on_autodiff)) }.no_grad();
        assert!(matches!(config().init_module(&frozen), Err(Error::NoParams)));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let device = Device::flex().autodiff();
    let module = module(&device);
    for (config, message) in [
        (
            config().with_group(ParamGroup::from_predicate("c"), Group::default()),
            "group 0 matches no parameter",
        ),
        (config().with_exact_rows(ParamGroup::from_path("a")), "call 0 of with_exact_rows"),
        (ProximalAdagradConfig::new(Config { l1: -1.0, ..Config::default() }), "l1 is -1"),
        (
            ProximalAdagradConfig::new(Config { rule: UpdateRule::Fobos, ..Config::default() }),
            "the update rule Fobos runs in the library alone",
        ),
        (
            config().with_group(ParamGroup::all(), Group { l2: Some(f64::NAN), ..Group::default() }),
            "l2 of group 0",
        ),
    ] {
        let error = config.init_module(&module).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    for (settings, message) in [
        (Config { clip_norm: Some(1.0), ..Config::default() }, "`clip_norm` needs all gradients"),
        (Config { skip_on_overflow: true, ..Config::default() }, "`skip_on_overflow` needs"),
        (
            Config {
                dynamic_loss_scale: Some(DynamicLossScale::new(8.0, 2.0, 1000).unwrap()),
                ..Config::default()
            },
            "`dynamic_loss_scale`",
        ),
        (Config { learning_rate: 0.5.into(), ..Config::default() }, "burn passes the learning rate"),
        (Config { l2: f64::INFINITY, ..Config::default() }, "l2"),
        (Config { rule: UpdateRule::AdagradRda, ..Config::default() }, "the update rule AdagradRda"),
    ] {
        let error = ProximalAdagradConfig::new(settings).init().err().unwrap().to_string();
        assert!(error.contains(message), "{error}");
    }
    let mut optimizer = config().init_module(&module).unwrap();
    assert!(optimizer.set_group_learning_rate(0, 0.1).unwrap_err().to_string().contains("group 0"));
    assert!(optimizer.set_learning_rate(-0.1).is_err());
    assert!(optimizer.order_params(&["a"]).is_err());
    optimizer.order_params(&["table.weight", "b", "a"]).unwrap();
    assert_eq!(optimizer.param_names(), ["table.weight", "b", "a"]);
}

#[test]
fn a_parameter_that_gets_its_first_gradient_later_is_added_then() {
    for device in devices() {
        let mut module = module(&device.clone().autodiff());
        module.a = module.a.set_require_grad(false);
        let mut optimizer = config().init_module(&module).unwrap();
        assert_eq!(optimizer.param_names(), ["b", "table.weight"]);
        let grads = grad_of(module.a.id, Tensor::<1>::ones([2], &device));
        let module = optimizer.step(module, grads).unwrap();
        assert_eq!(optimizer.param_names(), ["b", "table.weight", "a"]);
        assert!(numbers(module.a.val())[0] < 1.0);
    }
}

#[test]
fn a_late_parameter_that_is_refused_leaves_the_others_in_place() {
    for device in devices() {
        let on_autodiff = device.clone().autodiff();
        let mut module = module(&on_autodiff);
        module.a = module.a.set_require_grad(false);
        let b = module.b.id;
        module.b = module.b.set_require_grad(false);
        let mut optimizer = config().init_module(&module).unwrap();
        // `a` is added, and `b` has a type that no optimizer takes, where the device has such a type at all.
        if !device.supports_dtype(DType::F64) {
            continue;
        }
        let values = Tensor::<2>::ones([2, 3], (&on_autodiff, DType::F64));
        let other = Two { b: Param::initialized(b, values), ..module.clone() };
        let mut grads = grad_of(module.a.id, Tensor::<1>::ones([2], &device));
        grads.register(b, Tensor::<2>::ones([2, 3], (&device, DType::F64)));
        let error = optimizer.step(other, grads).unwrap_err().to_string();
        assert!(error.contains("parameter \"b\": its value is F64; cast it to f32"), "{error}");
        assert_eq!(optimizer.param_names(), ["table.weight", "a"]);

        let mut grads = grad_of(module.a.id, Tensor::<1>::ones([2], &device));
        grads.register(b, Tensor::<2>::ones([2, 3], &device));
        let before = values_of(&module);
        let module = optimizer.step(module, grads).unwrap();
        let after = values_of(&module);
        assert!(after[0] != before[0] && after[1] != before[1] && after[2] == before[2], "{device:?}");
    }
}

#[test]
fn parameters_that_share_their_memory_are_stepped_apart() {
    #[derive(Module, Debug)]
    struct Pair {
        one: Param<Tensor<1>>,
        other: Param<Tensor<1>>,
        third: Two,
    }
    for device in devices() {
        let on_autodiff = device.clone().autodiff();
        let mut third = module(&on_autodiff);
        let shared = Tensor::<1>::from_floats([1.0, 20.0], &on_autodiff);
        third.a = Param::from_tensor(shared.clone());
        let (one, other) = (Param::from_tensor(shared.clone()), Param::from_tensor(shared));
        let pair = Pair { one, other, third };
        let mut optimizer = config().init_module(&pair).unwrap();
        optimizer.measure(&pair).unwrap();
        let report = optimizer.report().unwrap();
        assert_eq!((report.max_abs, report.nonzero), (20.0, 6 + 6 + 8));
        let mut grads = grad_of(pair.one.id, Tensor::<1>::ones([2], &device));
        grads.register(pair.other.id, Tensor::<1>::ones([2], &device) * -1.0);
        let pair = optimizer.step(pair, grads).unwrap();
        let [one, other, third] = [&pair.one, &pair.other, &pair.third.a].map(|param| numbers(param.val()));
        assert!(one[0] < 1.0 && other[0] > 1.0 && third == [1.0, 20.0], "{one:?} {other:?} {third:?}");
    }
}

#[test]
fn a_wgpu_device_that_is_not_known_is_refused() {
    if gpu().is_none() {
        return;
    }
    let (device, setup) = Device::wgpu_options()
        .graphics_api(burn::tensor::wgpu::WgpuBackend::Vulkan)
        .init_with_setup()
        .unwrap();
    let module = module(&device.clone().autodiff());
    let error = config().init_module(&module).unwrap_err().to_string();
    assert!(
        error.contains("which proxgrad-burn does not know; open the device by `proxgrad_burn::init_wgpu`"),
        "{error}"
    );
    proxgrad_burn::register_wgpu(&device, &setup).unwrap();
    let mut optimizer = config().init_module(&module).unwrap();
    let module = optimizer.step(module, GradientsParams::new()).unwrap();

    // The device is lost.
    setup.device.destroy();
    let grads = GradientsParams::new();
    let error = optimizer.step(module, grads).unwrap_err();
    assert!(error.to_string().contains("lost"), "{error}");
}
