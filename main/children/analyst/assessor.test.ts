import { expect, test } from 'vitest';
import { AnalystAnswer } from '#shared/analyst-protocol.ts';
import { inputOf, tools, typed } from '#tests/scoring/engine.ts';
import { assessWords } from '#assessment/words/assess-words.ts';
import { answerRequests } from './answer-requests.ts';
import { configHashOf, createAssessor, loadTaggers, type SentenceEmbedder } from './assessor.ts';

const STORY =
  'Last year at the plant one night the belt stopped. I turned off the power and checked every part. Then I called my supervisor. She thanked me and we ran again in 20 minutes.';
const input = () => inputOf('en', [typed(STORY)]);

/** A line to a parent that is this test; resolves with the answer to each request. */
function line(assessor: ReturnType<typeof createAssessor>) {
  const answers: AnalystAnswer[] = [];
  let hear: (value: unknown) => void = () => undefined;
  let wake: () => void = () => undefined;
  const crashes: unknown[] = [];
  answerRequests(
    {
      post: (answer) => {
        answers.push(AnalystAnswer.parse(JSON.parse(JSON.stringify(answer))));
        wake();
      },
      onMessage: (listen) => {
        hear = listen;
      },
      onClose: () => undefined,
    },
    { model: { id: 'none', sha256: 'a'.repeat(64) }, reset: () => undefined, next: () => Promise.resolve(0) },
    assessor,
    (error) => {
      crashes.push(error);
      wake();
    },
  );
  const ask = async (request: unknown): Promise<AnalystAnswer | undefined> => {
    const heard = new Promise<void>((resolve) => {
      wake = resolve;
    });
    hear(JSON.parse(JSON.stringify(request)));
    await heard;
    return answers.at(-1);
  };
  return { ask, crashes };
}

test('an answer is read over the line, with the same bytes as in this process', async () => {
  const { ask, crashes } = line(createAssessor());
  const answer = await ask({ kind: 'assess', id: 'a1', input: input() });
  expect(answer).toEqual({ kind: 'assessed', id: 'a1', ok: assessWords(input(), tools()) });
  expect(crashes).toEqual([]);
});

test('an item that is not answered in words is a failure, and the next request is answered', async () => {
  const { ask, crashes } = line(createAssessor());
  const answer = await ask({ kind: 'assess', id: 'a1', input: { ...input(), itemId: 'pick' } });
  expect(answer).toMatchObject({ kind: 'failed', id: 'a1', error: { code: 'analyst_protocol_broken' } });
  expect(await ask({ kind: 'assess', id: 'a2', input: input() })).toMatchObject({ kind: 'assessed', id: 'a2' });
  expect(crashes).toEqual([]);
});

test('the dictionaries are loaded with the first answer, and once', async () => {
  let loads = 0;
  const assessor = createAssessor({}, () => {
    loads += 1;
    return loadTaggers();
  });
  expect(loads).toBe(0);
  const [one, other] = [await assessor.assess(input()), await assessor.assess(input())];
  expect(loads).toBe(1);
  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
});

test('a sentence model is asked for every clause and exemplar, and named in the result', async () => {
  const identity = { id: 'small-model', sha256: 'b'.repeat(64), c0: 0.3, c1: 0.8 };
  const asked: string[] = [];
  const embedder: SentenceEmbedder = {
    identity,
    embed: (sentences) => {
      asked.push(...sentences);
      return Promise.resolve(sentences.map(() => Float32Array.of(1, 0)));
    },
  };
  const assessor = createAssessor({ [input().locale]: embedder });
  const result = await assessor.assess(input());
  expect(result.engine.embedding).toEqual(identity);
  expect(asked).toContain('Then I called my supervisor');
});

test('the hash of the configuration changes with a tagger and with nothing else', () => {
  const taggers = loadTaggers();
  const hash = configHashOf(taggers);
  expect(configHashOf(loadTaggers())).toBe(hash);
  expect(configHashOf({ ...taggers, en: { ...taggers.en, id: 'another' } })).not.toBe(hash);
});
