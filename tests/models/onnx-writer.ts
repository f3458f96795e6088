// Writes small ONNX models as protobuf, for tests that need a real runtime and no download. Field numbers: onnx.proto3 of the
// ONNX project (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto, ValueInfoProto).

const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;
/** A name stands for a length that is known only when the model runs. */
export type Dimension = number | string;

export interface OnnxModel {
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly nodes: readonly Buffer[];
  readonly constants: readonly Buffer[];
  /** Read by sherpa-onnx. */
  readonly metadata?: Readonly<Record<string, string | number>>;
  readonly opset?: number;
}

function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function block(field: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

/** A constant of the graph. */
export function constant(name: string, type: ElementType, dims: readonly number[], values: readonly number[]): Buffer {
  const array =
    type === 'float32'
      ? Float32Array.from(values)
      : type === 'int32'
        ? Int32Array.from(values)
        : BigInt64Array.from(values, BigInt);
  const raw = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return Buffer.concat([
    ...dims.map((dim) => integer(1, dim)),
    integer(2, ELEMENT_TYPES[type]),
    block(8, name),
    block(9, raw),
  ]);
}

/** An input or output of the graph. */
export function port(name: string, type: ElementType, dims: readonly Dimension[]): Buffer {
  const shape = dims.map((dim) => block(1, typeof dim === 'number' ? integer(1, dim) : block(2, dim)));
  const tensor = Buffer.concat([integer(1, ELEMENT_TYPES[type]), block(2, Buffer.concat(shape))]);
  return Buffer.concat([block(1, name), block(2, block(1, tensor))]);
}

/** A step of the graph. Attributes are whole numbers or lists of them. */
export function step(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): Buffer {
  const INT = 2;
  const INTS = 7;
  const encoded = Object.entries(attributes).map(([name, value]) =>
    typeof value === 'number'
      ? Buffer.concat([block(1, name), integer(3, value), integer(20, INT)])
      : Buffer.concat([block(1, name), ...value.map((each) => integer(8, each)), integer(20, INTS)]),
  );
  return Buffer.concat([
    ...inputs.map((name) => block(1, name)),
    ...outputs.map((name) => block(2, name)),
    block(3, outputs[0] ?? operator),
    block(4, operator),
    ...encoded.map((attribute) => block(5, attribute)),
  ]);
}

/** The bytes of a model that onnxruntime loads. */
export function onnxModel({ inputs, outputs, nodes, constants, metadata = {}, opset = 13 }: OnnxModel): Buffer {
  const IR_VERSION = 8;
  const graph = Buffer.concat([
    ...nodes.map((node) => block(1, node)),
    block(2, 'graph'),
    ...constants.map((tensor) => block(5, tensor)),
    ...inputs.map((value) => block(11, value)),
    ...outputs.map((value) => block(12, value)),
  ]);
  const properties = Object.entries(metadata).map(([key, value]) =>
    block(14, Buffer.concat([block(1, key), block(2, String(value))])),
  );
  return Buffer.concat([
    integer(1, IR_VERSION),
    block(2, 'anteroom-tests'),
    block(7, graph),
    block(8, Buffer.concat([block(1, ''), integer(2, opset)])),
    ...properties,
  ]);
}
