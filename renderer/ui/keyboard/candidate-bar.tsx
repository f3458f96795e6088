import { ChevronLeft, ChevronRight } from 'lucide-react';
import { KeyButton } from './key-button.tsx';
import type { Candidate } from './pinyin.ts';

/** As many as there are digits to choose them by. */
const MOST_ON_A_PAGE = 9;
/** Room for candidates in rem, and what one takes: its number and edges, and each character. */
const ROOM = 50;
const EDGES = 2.9;
const PER_CHARACTER = 1.65;

/** Candidates in pages that fit beside each other; there is no page without one. */
export function pagesOf(candidates: readonly Candidate[]): Candidate[][] {
  const pages: Candidate[][] = [];
  let room = 0;
  for (const candidate of candidates) {
    const width = EDGES + PER_CHARACTER * candidate.text.length;
    const page = pages.at(-1);
    if (page === undefined || page.length === MOST_ON_A_PAGE || width > room) {
      pages.push([candidate]);
      room = ROOM - width;
    } else {
      page.push(candidate);
      room -= width;
    }
  }
  return pages;
}

export interface CandidateBarLabels {
  readonly candidates: string;
  readonly before: string;
  readonly after: string;
}

/** The signs that are wanted most, while nothing is being composed. */
const SIGNS = ['，', '。', '？', '！', '、', '：', '；', '“', '”'] as const;

/** What the letters may mean: chosen by touch, or by its number on a keypad. */
export function CandidateBar({
  reading,
  pages,
  page,
  labels,
  onPage,
  onChoose,
  onSign,
}: {
  /** The letters, cut into syllables; empty while nothing is composed. */
  readonly reading: string;
  readonly pages: readonly (readonly Candidate[])[];
  readonly page: number;
  readonly labels: CandidateBarLabels;
  readonly onPage: (page: number) => void;
  readonly onChoose: (candidate: Candidate) => void;
  readonly onSign: (sign: string) => void;
}) {
  if (reading === '') {
    return (
      <div className="ui-keyboard__bar">
        {SIGNS.map((sign) => (
          <KeyButton key={sign} className="ui-key--candidate" onPress={() => onSign(sign)}>
            {sign}
          </KeyButton>
        ))}
      </div>
    );
  }
  return (
    <div className="ui-keyboard__bar">
      <output className="ui-keyboard__reading">{reading}</output>
      <fieldset className="ui-keyboard__candidates" aria-label={labels.candidates}>
        {(pages[page] ?? []).map((candidate, at) => (
          <KeyButton key={candidate.text} className="ui-key--candidate" onPress={() => onChoose(candidate)}>
            <span className="ui-key__number" aria-hidden="true">
              {at + 1}
            </span>
            <span className="ui-key__text">{candidate.text}</span>
          </KeyButton>
        ))}
      </fieldset>
      <KeyButton
        className="ui-key--page"
        label={labels.before}
        isDisabled={page === 0}
        onPress={() => onPage(page - 1)}
      >
        <ChevronLeft aria-hidden="true" />
      </KeyButton>
      <KeyButton
        className="ui-key--page"
        label={labels.after}
        isDisabled={page >= pages.length - 1}
        onPress={() => onPage(page + 1)}
      >
        <ChevronRight aria-hidden="true" />
      </KeyButton>
    </div>
  );
}
