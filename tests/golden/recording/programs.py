"""The programs that are recorded, each with operators of its own for a rule."""

import os

import numpy as np


class TensorFlow:
    """TensorFlow's operators on the CPU. They apply entries of equal rows one after another."""

    program = "tensorflow"

    def __init__(self):
        # No greetings; errors still go to stderr.
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
        import tensorflow as tf

        self.tf = tf

    def operator(self, case, sparse):
        name = {
            "ftrl": "ApplyFtrl" + ("V2" if case.rule.get("l2_shrinkage") else ""),
            "adagrad_rda": "ApplyAdagradDA",
            "fobos": "ApplyProximalGradientDescent",
        }[case.rule["name"]]
        return "Resource" + ("Sparse" if sparse else "") + name

    def source(self, case, sparse):
        return f"TensorFlow {self.tf.__version__} CPU, raw_ops.{self.operator(case, sparse)}"

    def run(self, case, data, sparse):
        tf = self.tf
        tensors = {"param": tf.Variable(data.param)}

        def variable(value):
            return tf.Variable(np.full(data.param.shape, value, np.float32))

        match case.rule["name"]:
            case "ftrl":
                tensors |= {"linear": variable(0), "accum": variable(case.accum)}
                names = {"param": "var", "linear": "linear", "accum": "accum"}
            case "adagrad_rda":
                tensors |= {"grad_sum": variable(0), "accum": variable(case.accum)}
                names = {"param": "var", "grad_sum": "gradient_accumulator", "accum": "gradient_squared_accumulator"}
            case "fobos":
                names = {"param": "var"}
        operator = getattr(tf.raw_ops, self.operator(case, sparse))
        after = []
        for step, grad in enumerate(data.grads):
            arguments = {argument: tensors[name].handle for name, argument in names.items()}
            arguments |= self.settings(case, step)
            arguments["delta" if case.rule["name"] == "fobos" and not sparse else "grad"] = tf.constant(grad)
            if sparse:
                dtype = {"i32": tf.int32, "i64": tf.int64}[case.index_dtype]
                arguments["indices"] = tf.constant(data.indices[step], dtype)
            operator(**arguments)
            after.append({name: tensor.numpy() for name, tensor in tensors.items()})
        return after

    def settings(self, case, step):
        settings = {"l1": case.l1, "l2": case.l2}
        match case.rule["name"]:
            case "ftrl":
                settings |= {"lr": case.rate(step), "lr_power": case.rule["learning_rate_power"]}
                if case.rule["l2_shrinkage"]:
                    settings["l2_shrinkage"] = case.rule["l2_shrinkage"]
            case "adagrad_rda":
                settings |= {"lr": case.rate(step), "global_step": step + 1}
            case "fobos":
                settings["alpha"] = case.rate(step)
        return settings


class MindSpore:
    """MindSpore's operators for sparse gradients on the CPU: SparseApplyFtrl applies entries of equal rows one after
    another, FusedSparseFtrl sums them first.

    Of version 2.10 on the CPU, ApplyFtrl is no reference, because it gives (l1 - z)/q for (-l1 - z)/q where z < -l1;
    nor is ApplyAdagradDA, which computes |G - l1·T| for max(|G| - l1·T, 0). SparseApplyFtrlV2 has no kernel there.
    """

    program = "mindspore"

    def __init__(self):
        # Errors only.
        os.environ.setdefault("GLOG_v", "3")
        import mindspore

        mindspore.set_context(mode=mindspore.PYNATIVE_MODE)
        mindspore.set_device("CPU")
        self.ms = mindspore

    def operator(self, case):
        return "FusedSparseFtrl" if case.duplicates == "summed" else "SparseApplyFtrl"

    def source(self, case, sparse):
        return f"MindSpore {self.ms.__version__} CPU, ops.{self.operator(case)}"

    def run(self, case, data, sparse):
        from mindspore.ops import operations

        ms = self.ms
        start = {
            "param": data.param.copy(),
            "linear": np.zeros_like(data.param),
            "accum": np.full_like(data.param, case.accum),
        }
        tensors = {name: ms.Parameter(ms.Tensor(array), name=name) for name, array in start.items()}
        after = []
        for step, grad in enumerate(data.grads):
            settings = {"lr": case.rate(step), "l1": case.l1, "l2": case.l2}
            operator = getattr(operations, self.operator(case))(**settings, lr_power=case.rule["learning_rate_power"])
            indices = ms.Tensor(np.array(data.indices[step], np.int32))
            operator(tensors["param"], tensors["accum"], tensors["linear"], ms.Tensor(grad), indices)
            after.append({name: tensor.asnumpy().copy() for name, tensor in tensors.items()})
        return after
