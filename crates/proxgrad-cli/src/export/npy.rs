//! An array in NumPy's format `.npy`, version 1.0.

use std::io::{self, Write};

use proxgrad_safetensors::{Dtype, TensorView};

const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
/// The header ends at a multiple of this.
const ALIGNMENT: usize = 64;

/// Writes a tensor.
///
/// # Errors
/// `output` fails, or NumPy has no such elements.
pub(super) fn write(tensor: &TensorView<'_>, output: &mut impl Write) -> io::Result<()> {
    let dtype = match tensor.dtype() {
        Dtype::F32 => "<f4",
        Dtype::I32 => "<i4",
        Dtype::I64 => "<i8",
        Dtype::U8 => "|u1",
        other => return Err(io::Error::other(format!("no array of {other} is written for NumPy"))),
    };
    let shape: String = tensor.shape().iter().map(|extent| format!("{extent}, ")).collect();
    output.write_all(&header(dtype, shape.trim_end())?)?;
    output.write_all(tensor.bytes())
}

/// Writes one text of ASCII characters, as an array without axes.
///
/// # Errors
/// `output` fails.
pub(super) fn write_text(text: &str, output: &mut impl Write) -> io::Result<()> {
    output.write_all(&header(&format!("|S{}", text.len()), "")?)?;
    output.write_all(text.as_bytes())
}

/// The header of a `.npy` file, which precedes the elements; `shape` is the text between the parentheses of a Python tuple.
fn header(dtype: &str, shape: &str) -> io::Result<Vec<u8>> {
    let mut text = format!("{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({shape}), }}");
    let in_front = MAGIC.len() + size_of::<u16>();
    let end = (in_front + text.len() + 1).next_multiple_of(ALIGNMENT);
    text += &" ".repeat(end - in_front - text.len() - 1);
    text.push('\n');
    let size = u16::try_from(text.len()).map_err(io::Error::other)?;
    Ok([MAGIC, &size.to_le_bytes(), text.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    // The bytes that numpy.save of NumPy 2 writes for `numpy.array([1, -2], dtype="<i4")`.
    #[test]
    fn an_array_is_what_numpy_writes() {
        let (mut written, numbers) = (Vec::new(), [1i32, -2]);
        write(&TensorView::of(&[2], &numbers).expect("two elements"), &mut written)
            .expect("a vector takes it");
        let text = format!("{{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }}{:60}\n", "");
        let want = [b"\x93NUMPY\x01\x00\x76\x00", text.as_bytes(), b"\x01\0\0\0\xfe\xff\xff\xff"].concat();
        assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&want));
        assert_eq!(written.len(), 128 + 8);
    }
}
