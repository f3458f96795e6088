import { readFileSync } from 'node:fs';
import { problemLine, readMapping, type Mapping, type MappingTarget } from './mapping.ts';

/** The mapping that is shipped for a connector, checked. */
export function shippedMapping(name: string, target: MappingTarget): Mapping {
  const file = new URL(`../../resources/connectors/${name}.yaml`, import.meta.url);
  const reading = readMapping(readFileSync(file, 'utf8'), target);
  if (!reading.isValid) throw new Error(`${name}.yaml: ${reading.problems.map(problemLine).join('; ')}`);
  return reading.mapping;
}
