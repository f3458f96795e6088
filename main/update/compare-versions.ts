/**
 * Which of two versions is the higher one.
 *
 * @param a three numbers, as `Version` of shared/update-manifest.ts
 * @returns below 0 when `a` is the lower, 0 when they are the same
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  return left.map((part, index) => part - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
