// Just enough of the ONNX file format (protobuf, onnx.proto3) to write a model of a few nodes by hand.

type Dimension = number | string;
type ElementType = 'float' | 'int32';

const ELEMENT: Readonly<Record<ElementType, number>> = { float: 1, int32: 6 };
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  do {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.from(bytes);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function block(field: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

export function intAttribute(name: string, value: number): Buffer {
  return Buffer.concat([block(1, name), number(3, value), number(20, ATTRIBUTE_INT)]);
}

export function intsAttribute(name: string, values: readonly number[]): Buffer {
  return Buffer.concat([block(1, name), ...values.map((value) => number(8, value)), number(20, ATTRIBUTE_INTS)]);
}

export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Buffer[] = [],
): Buffer {
  return Buffer.concat([
    ...inputs.map((input) => block(1, input)),
    block(2, output),
    block(3, output),
    block(4, operator),
    ...attributes.map((attribute) => block(5, attribute)),
  ]);
}

export function floatTensor(name: string, shape: readonly number[], values: readonly number[]): Buffer {
  const raw = Buffer.from(Float32Array.from(values).buffer);
  return Buffer.concat([
    ...shape.map((size) => number(1, size)),
    number(2, ELEMENT.float),
    block(8, name),
    block(9, raw),
  ]);
}

/** A named input or output; a dimension with a name may have any size. */
export function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): Buffer {
  const dimensions = shape.map((size) => block(1, typeof size === 'number' ? number(1, size) : block(2, size)));
  const tensorType = Buffer.concat([number(1, ELEMENT[type]), block(2, Buffer.concat(dimensions))]);
  return Buffer.concat([block(1, name), block(2, block(1, tensorType))]);
}

/** The bytes of a whole model, IR version 8, operator set 13. */
export function onnxModel(model: {
  readonly nodes: readonly Buffer[];
  readonly constants: readonly Buffer[];
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly metadata: Readonly<Record<string, string | number>>;
}): Buffer {
  const graph = Buffer.concat([
    ...model.nodes.map((each) => block(1, each)),
    block(2, 'graph'),
    ...model.constants.map((each) => block(5, each)),
    ...model.inputs.map((each) => block(11, each)),
    ...model.outputs.map((each) => block(12, each)),
  ]);
  return Buffer.concat([
    number(1, 8),
    block(7, graph),
    block(8, Buffer.concat([block(1, ''), number(2, 13)])),
    ...Object.entries(model.metadata).map(([key, value]) =>
      block(14, Buffer.concat([block(1, key), block(2, String(value))])),
    ),
  ]);
}
