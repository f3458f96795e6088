import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import type { z } from 'zod';
import type { YamlProblem } from '#shared/contract/jobs.ts';
import type { Job } from '#shared/job.ts';
import { JobDraft } from '#shared/job/job-draft.ts';
import { jobProblems, problemsOfIssues } from '#shared/job/job-problems.ts';

/** More of them help nobody: the first ones are put right first. */
const MOST_PROBLEMS = 50;

/** What a file holds: a draft with what is still wrong in it, or why it is none. */
export type ReadYaml =
  | { readonly kind: 'draft'; readonly job: Job; readonly problems: readonly YamlProblem[] }
  | { readonly kind: 'refused'; readonly problems: readonly YamlProblem[] };

/** Line where the path stands, by its keys; of the nearest part above where it is missing. */
function lineOf(document: Document, path: readonly (string | number)[], lines: LineCounter): number | null {
  let node: unknown = document.contents;
  let found: unknown = node;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
      if (pair === undefined) break;
      found = pair.key;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      if (isNode(node)) found = node;
    } else break;
  }
  return isNode(found) && found.range ? lines.linePos(found.range[0]).line : null;
}

function shapeProblems(issues: readonly z.core.$ZodIssue[]): Omit<YamlProblem, 'line'>[] {
  return issues.flatMap((issue): Omit<YamlProblem, 'line'>[] => {
    const path = issue.path.filter((key) => typeof key !== 'symbol');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], code: 'unknown_field', values: { field: key } }));
    return problemsOfIssues([issue]).map(({ code, values }) => ({ path, code, values: { ...values } }));
  });
}

/** Reads a post as `resources/jobs` holds them. Never throws: a bad file is an answer. */
export function readJobYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true });
  const placed = (problems: readonly Omit<YamlProblem, 'line'>[]): YamlProblem[] =>
    problems.slice(0, MOST_PROBLEMS).map((problem) => ({ ...problem, line: lineOf(document, problem.path, lines) }));
  const [broken] = document.errors;
  if (broken) {
    const line = broken.linePos?.[0].line ?? null;
    return { kind: 'refused', problems: [{ line, path: [], code: 'not_yaml', values: { reason: broken.code } }] };
  }
  const content = contentOf(document);
  const read = JobDraft.safeParse(content, { reportInput: true });
  if (!read.success) return { kind: 'refused', problems: placed(shapeProblems(read.error.issues)) };
  const problems = jobProblems(read.data).map(({ path, code, values }) => ({
    path: [...path],
    code,
    values: { ...values },
  }));
  return { kind: 'draft', job: read.data, problems: placed(problems) };
}

/** What the document says; undefined where its references lead nowhere or grow without end. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** A post as a file of `resources/jobs`. Read again it is the same. */
export function writeJobYaml(job: Job): string {
  return stringify(job, { lineWidth: 120 });
}
