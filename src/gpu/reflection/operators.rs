//! Operators of WGSL that do not stand beside others without parentheses. naga takes any; Chromium's compiler does not.

use std::mem::{replace, take};

use crate::gpu::shaders::SHADERS;

/// The binary operators of an expression that a bracket or a separator ends.
type Operators = Vec<String>;

/// Numbers of the lines of a shader that have a shift beside another operator, or a bitwise operator beside a different
/// one. A binary operator has white space around it.
fn mixed_operators(shader: &str) -> Vec<usize> {
    let (mut found, mut open, mut own) = (Vec::new(), Vec::new(), Operators::new());
    for (number, line) in (1..).zip(shader.lines()) {
        let code = line.split("//").next().unwrap_or_default();
        let spaced = ["(", ")", "[", "]", "{", "}", ",", ";"]
            .iter()
            .fold(code.to_owned(), |code, mark| code.replace(mark, &format!(" {mark} ")));
        for word in spaced.split_whitespace() {
            let is_mixed = match word {
                "(" | "[" => {
                    open.push(take(&mut own));
                    false
                }
                ")" | "]" => {
                    let inner = replace(&mut own, open.pop().unwrap_or_default());
                    is_mixed(&inner)
                }
                "<<" | ">>" | "&" | "|" | "^" | "+" | "-" | "*" | "/" | "%" => {
                    own.push(word.to_owned());
                    false
                }
                "{" | "}" | "," | ";" | "&&" | "||" | "<" | ">" => is_mixed(&take(&mut own)),
                _ if word.ends_with('=') => is_mixed(&take(&mut own)),
                _ => false,
            };
            if is_mixed {
                found.push(number);
            }
        }
    }
    found
}

fn is_mixed(operators: &[String]) -> bool {
    let is_shift = |operator: &String| matches!(operator.as_str(), "<<" | ">>");
    let is_bitwise = |operator: &String| matches!(operator.as_str(), "&" | "|" | "^");
    let differs = operators.iter().any(|operator| *operator != operators[0]);
    operators.iter().any(is_shift) && operators.len() > 1 || operators.iter().any(is_bitwise) && differs
}

#[test]
fn shifts_and_bitwise_operators_stand_alone_or_in_parentheses() {
    for right in [
        "let a = (b >> (c % 2u * 16u)) & 0xffffu;",
        "let a = low | (f(x, y >> 16u) << 16u);",
        "let a = b & c & d; // a >> b & c",
        "if a + 1u < b >> 2u { return vec2<u32>(-a, b * c + d); }",
        "var<storage> table: array<vec2<u32>>;",
        "a |= b << 2u;",
    ] {
        assert_eq!(mixed_operators(right), [0; 0], "{right}");
    }
    for wrong in [
        "let a = b >> (c * 16u) & 0xffffu;",
        "let a = f(low | high << 16u);",
        "let a = b + c << 2u;",
        "let a = b[i & j | k];",
        "let a = b >> 1u >> 2u;",
        "let a = b &\n    c ^\n    d;",
    ] {
        assert_eq!(mixed_operators(wrong).len(), 1, "{wrong}");
    }
}

#[test]
fn kernels_mix_no_operators_without_parentheses() {
    for shader in &SHADERS {
        assert_eq!(mixed_operators(shader.text), [0; 0], "lines of {}", shader.path);
    }
}
