//! Model files with impossible contents are refused, whatever they claim.

use std::{collections::HashMap, fs};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    fixtures::{fixture, header},
    program::proxgrad,
};

/// A file like a saved one, with another description, and with another tensor in place of the one of this name.
pub(crate) fn damaged(
    saved: &str,
    header_changes: &[(&str, Value)],
    tensor: Option<(&str, &[usize], &[f32])>,
) -> Vec<u8> {
    let bytes = fs::read(fixture(&format!("{saved}.safetensors"))).unwrap();
    let mut header = header(&bytes);
    for (key, value) in header_changes {
        header[*key] = value.clone();
    }
    let metadata = HashMap::from([("proxgrad".to_owned(), header.to_string())]);
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let mut tensors: HashMap<_, _> = file.iter().collect();
    let data = tensor.map(|(.., data)| bytemuck::cast_slice::<f32, u8>(data)).unwrap_or_default();
    if let Some((name, shape, _)) = tensor {
        tensors.insert(name, TensorView::new(Dtype::F32, shape.to_vec(), data).unwrap());
    }
    safetensors::serialize(tensors, Some(metadata)).unwrap()
}

/// Asserts that no training goes on from a file.
fn assert_refused(model: &[u8], options: &[&str], message: &str) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("model");
    fs::write(&path, model).unwrap();
    let data = fixture("two.svm");
    let [data, model] = [&data, &path].map(|path| path.to_str().unwrap());
    let fixed = ["train", data, "--device", "cpu", "--json", "--resume", model];
    proxgrad(&[&fixed[..], options].concat()).refused(message);
}

#[test]
fn a_table_that_no_memory_holds_is_refused_before_it_is_made() {
    let classes = Vec::from_iter((0..50_000).map(|class| class.to_string()));
    let changes = [("bits", json!(30)), ("classes", json!(classes))];
    let model = damaged("hashed", &changes, None);
    assert_refused(&model, &[], "its tensor \"weight\" is f32 [16, 1]; it must be f32 [1073741824, 50000]");
}

#[test]
fn epochs_that_cannot_be_counted_are_refused() {
    let model = damaged("touched", &[("epochs", json!(u64::MAX))], None);
    assert_refused(
        &model,
        &[],
        "the saved model has 18446744073709551615 epochs, and 1 more cannot be counted",
    );
}

#[test]
fn a_position_that_an_epoch_does_not_have_is_refused() {
    // 40 examples in batches of 4.
    let changes = [("epoch_steps", json!(10)), ("epoch_examples", json!(40))];
    let model = damaged("touched", &changes, None);
    assert_refused(&model, &["--batch", "4"], "it was saved after 10 steps of an epoch that has 10");
}

#[test]
fn settings_that_are_none_are_refused_by_their_name() {
    for (settings, message) in [
        (json!({ "l1": "strong" }), "its setting \"l1\" is \"strong\", which this version does not know"),
        (
            json!({ "order": "sorted" }),
            "its setting \"order\" is \"sorted\", which this version does not know",
        ),
        (json!({ "batch": 0 }), "its setting \"batch\" is 0; it must be at least 1"),
        (json!({ "l2": -1.0 }), "l2 is -1; it must be finite and at least 0"),
    ] {
        assert_refused(&damaged("touched", &[("settings", settings)], None), &[], message);
    }
}

#[test]
fn weights_that_are_not_finite_are_refused() {
    let mut weights = [0.0; 12];
    weights[3] = f32::NEG_INFINITY;
    let model = damaged("touched", &[], Some(("weight", &[12, 1], &weights)));
    assert_refused(&model, &[], "its tensor \"weight\" holds -inf at 3, which is not finite in f32");
    let model = damaged("touched", &[], Some(("bias", &[1], &[f32::NAN])));
    assert_refused(&model, &[], "its tensor \"bias\" holds NaN at 0, which is not finite in f32");
    let model = damaged("touched", &[("precision", json!("f16"))], Some(("bias", &[1], &[65520.0])));
    assert_refused(
        &model,
        &["--precision", "f16"],
        "its tensor \"bias\" holds 65520 at 0, which is not finite in f16",
    );
}

#[test]
fn state_of_other_rows_than_the_weights_is_refused_not_padded() {
    let accums = damaged("touched", &[], Some(("accum.weight", &[2, 1], &[1.0, 2.0])));
    assert_refused(&accums, &[], "the snapshot's tensor \"accum.weight\" is f32 [2, 1]");
    let wide = damaged("touched", &[], Some(("accum.weight", &[1, 20], &[1.0; 20])));
    assert_refused(&wide, &[], "the snapshot's tensor \"accum.weight\" is f32 [1, 20]");
}
