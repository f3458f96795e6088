import { escapeHtml } from '#shared/escape-html.ts';
import type { AnswerBody, AnswerDraft } from '#shared/answer.ts';
import type { Clause, Interval, WordAssessment } from '#shared/assessment.ts';
import type { InterviewExport } from '#shared/interview-export.ts';
import type { Words } from './interview-export.ts';
import { observationRows } from './export-observations.ts';
import { reviewsPart } from './export-reviews.ts';

const STYLE = `body{font:16px/1.6 system-ui,"Noto Sans SC","Microsoft YaHei",sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem;border-bottom:1px solid #ccd3da;padding-bottom:.3rem}h3{font-size:1.05rem;margin:1.8rem 0 .3rem}
dl{display:grid;grid-template-columns:minmax(10rem,auto) 1fr;gap:.2rem 1rem}dt{color:#57606a}dd{margin:0;overflow-wrap:anywhere}
blockquote{margin:.3rem 0 .3rem 0;padding:.2rem .8rem;border-left:3px solid #8aa4c0;white-space:pre-wrap}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #e3e7eb;overflow-wrap:anywhere}
.note{background:#fff6dc;padding:.6rem .8rem;border-radius:.3rem}video,audio{max-width:100%;display:block;margin:.3rem 0}@media print{video,audio{display:none}}`;

const heading = (text: string) => `<h2>${escapeHtml(text)}</h2>`;
const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;
const quote = (text: string) => `<blockquote>${escapeHtml(text)}</blockquote>`;
const list = (items: readonly string[]) => `<ul>${items.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`;

function facts(rows: readonly (readonly [string, string | null])[]): string {
  const shown = rows.flatMap(([name, value]) =>
    value === null ? [] : [`<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`],
  );
  return `<dl>${shown.join('')}</dl>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line(head, 'th')}${rows.map((cells) => line(cells, 'td')).join('')}</table>`;
}

/**
 * The export as one page that opens in any browser, without network: nothing in it points anywhere but to the recordings beside it.
 *
 * @param words of the interview's language
 */
export function exportPage(found: InterviewExport, words: Words): string {
  const { interview, kiosk } = found;
  const time = (at: string | null) => {
    if (at === null || at === '') return words('not_given');
    return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  };
  const number = ({ score, low, high }: Interval) =>
    words('result.score', { score: Math.round(score), low: Math.round(low), high: Math.round(high) });
  /** A kind of record or of audit line; one without a word of its own is given as it is. */
  const eventName = (code: string) => {
    const key = `events.${code}`;
    const text = words(key);
    return text === key ? code : text;
  };
  const who = (actor: string) =>
    ['candidate', 'kiosk', 'staff', 'retention', 'command line'].includes(actor) ? words(`people.${actor}`) : actor;

  function given(body: AnswerBody | AnswerDraft | null, options: readonly { id: string; text: string }[]): string {
    const named = (id: string) => options.find((each) => each.id === id)?.text ?? id;
    switch (body?.kind) {
      case undefined:
        return paragraph(words('answers.nothing'));
      case 'skipped':
        return paragraph(words('answers.skipped'));
      case 'spoken':
        return paragraph(words('answers.spoken'));
      case 'typed':
        return quote(body.text);
      case 'choice':
        return quote(named(body.optionId));
      case 'ranking':
        return list(body.optionIds.map((id, index) => `${index + 1}. ${named(id)}`));
      case 'rating':
        return list(
          Object.entries(body.ratings).map(([id, rating]) => words('answers.rated', { text: named(id), rating })),
        );
      case 'work_sample':
        return quote(JSON.stringify(body.result));
      case 'read_back':
        return quote([...body.clauses.filter((text) => text !== null), body.added].join('\n'));
    }
  }

  function quotes(assessment: WordAssessment): string {
    const clauses: Clause[] = [
      ...assessment.indicators.flatMap(({ evidence, counterCues }) => [
        ...evidence.map(({ clause }) => clause),
        ...counterCues,
      ]),
      ...(assessment.acts?.acts.map(({ clause }) => clause) ?? []),
    ];
    const texts = [...new Set(clauses.map(({ text }) => text))];
    return texts.length === 0 ? '' : `<h4>${escapeHtml(words('answers.quotes'))}</h4>${texts.map(quote).join('')}`;
  }

  function scored({ score, assessment, statusInWords, assessmentError }: InterviewExport['answers'][number]): string {
    const level = score?.level ?? assessment?.level ?? null;
    return [
      paragraph(statusInWords),
      level === null ? '' : paragraph(words('score.level_of', { level })),
      assessment?.interval ? paragraph(number(assessment.interval)) : '',
      score === null ? '' : list(score.evidence.map(({ text }) => text)),
      assessment === null ? '' : quotes(assessment),
      assessmentError === null ? '' : paragraph(words('assessment_error', { code: assessmentError })),
    ].join('');
  }

  function heardOf(keys: readonly string[]): string {
    const heard = found.recordings.filter(
      ({ answerKey, transcript, transcriptionError }) =>
        keys.includes(answerKey) && (transcript !== null || transcriptionError !== null),
    );
    const parts = heard.map(({ transcript, transcriptionError }) => {
      if (transcript === null) return paragraph(words(`transcription_errors.${transcriptionError}`));
      const text = transcript.segments.map((segment) => segment.text).join(' ');
      return text.trim() === '' ? paragraph(words('answers.no_words')) : quote(text);
    });
    return parts.length === 0 ? '' : `<h4>${escapeHtml(words('answers.heard'))}</h4>${parts.join('')}`;
  }

  function answer(each: InterviewExport['answers'][number]): string {
    const keys = [each.itemId, ...each.turns.map(({ answerKey }) => answerKey)];
    const { followUp } = each;
    return [
      `<h3>${escapeHtml(words('answers.number', { number: each.number }))}</h3>`,
      `<p><strong>${escapeHtml(each.question)}</strong></p>`,
      each.hint === '' ? '' : paragraph(`${words('answers.hint')}: ${each.hint}`),
      each.options.length === 0
        ? ''
        : `${paragraph(words('answers.options'))}${list(each.options.map(({ text }) => text))}`,
      ...each.turns.map(
        (turn) => `${paragraph(words('answers.other_says'))}${quote(turn.says)}${given(turn.answer, [])}`,
      ),
      each.turns.length > 0 ? '' : `<h4>${escapeHtml(words('answers.yours'))}</h4>${given(each.answer, each.options)}`,
      heardOf(keys),
      followUp === null
        ? ''
        : `<h4>${escapeHtml(words('answers.follow_up'))}</h4>${quote(followUp.asked)}${paragraph(followUp.reason)}${given(followUp.answer, [])}${heardOf([followUp.answerKey])}`,
      ...each.corrections.map(
        ({ clauses }) =>
          `<h4>${escapeHtml(words('answers.corrected'))}</h4>${quote(clauses.map(({ text }) => text).join('\n'))}`,
      ),
      `<h4>${escapeHtml(words('answers.score'))}</h4>${scored(each)}`,
    ].join('');
  }

  function about(): string {
    const { post, pack, retention, hold, deletion } = interview;
    const kept = retention.state === 'counting' ? time(retention.dueAt) : words('interview.kept_not_counting');
    return facts([
      [words('list.job'), words('interview.post_version', { ...post })],
      [words('list.state'), interview.phaseInWords],
      [words('overview.started'), time(interview.startedAt)],
      [words('overview.finalized'), interview.finalizedAt === null ? null : time(interview.finalizedAt)],
      [words('overview.language'), words(`languages.${interview.locale}`)],
      [
        words('interview.pack'),
        words('interview.pack_version', { title: pack.title ?? pack.id, version: pack.version }),
      ],
      [words('interview.kept_until'), retention.state === 'not_kept' ? null : kept],
      [words('interview.held'), hold === null ? null : words(`hold.reasons.${hold.reason}`)],
      [words('interview.deleted'), deletion === null ? null : time(deletion.deletedAt)],
      [words('interview.site'), kiosk.site.name],
      [words('interview.head_office'), kiosk.headOffice ?? words('interview.nothing_sent')],
      [words('interview.id'), interview.id],
      [words('interview.kiosk'), kiosk.deviceId],
      [words('exported'), time(found.exportedAt)],
    ]);
  }

  function you(): string {
    const { identity, accommodations, deviceCheck } = found;
    const needs = (['textInstead', 'captions', 'moreTime', 'person'] as const).filter((need) => accommodations[need]);
    const check =
      deviceCheck &&
      `${words('you.camera', { verdict: deviceCheck.camera })} · ${words('you.microphone', { verdict: deviceCheck.microphone })}`;
    return facts([
      [words('you.name'), identity?.by === 'name' ? identity.name : words('not_given')],
      [words('you.phone'), identity?.by === 'name' ? identity.phone : null],
      [words('you.code'), identity?.by === 'invitation' ? identity.code : null],
      [words('you.needs'), needs.length === 0 ? words('none') : needs.map((need) => words(`you.${need}`)).join(', ')],
      [words('you.check'), check],
    ]);
  }

  function consents(): string {
    if (found.consents.length === 0) return paragraph(words('consents.not_asked'));
    return found.consents
      .map(({ name, isGiven, version, text }) => {
        const said = words(isGiven ? 'consents.given' : 'consents.refused');
        const wording = version === null ? '' : ` · ${words('consents.version', { version })}`;
        return `<p><strong>${escapeHtml(name)}</strong>: ${escapeHtml(said + wording)}</p>${text === null ? '' : quote(text)}`;
      })
      .join('');
  }

  function result(): string {
    if (found.result === null) return paragraph(words('result.none'));
    const rows = found.result.dimensions.map(({ name, result: each }) => [
      name,
      each?.interval ? number(each.interval) : words('result.no_number'),
      each === null ? '' : words('result.weight', { percent: Math.round(100 * each.weight) }),
    ]);
    const { total } = found.result;
    return table(
      ['', words('answers.score'), ''],
      [...rows, [words('result.total'), total === null ? words('result.no_number') : number(total), '']],
    );
  }

  function media(): string {
    const shown = found.recordings.map(({ file, problem, kind, answerKey, take, part }) => {
      const title = `${answerKey} · ${words(`recording_kinds.${kind}`)} · ${words('media.take', { take, part })}`;
      if (file === null) return `${paragraph(title)}${paragraph(words('media.missing', { problem: problem ?? '' }))}`;
      const address = escapeHtml(file);
      const player = kind === 'video' ? 'video' : 'audio';
      return `<p>${escapeHtml(title)}: <a href="${address}">${address}</a></p><${player} controls preload="none" src="${address}"></${player}>`;
    });
    return shown.length === 0 ? paragraph(words('none')) : shown.join('');
  }

  function sent(): string {
    const head = [words('sent.what'), words('sent.state'), words('sent.when'), words('sent.receipt')];
    const row = (what: string, { state, sentAt, receipt }: InterviewExport['records'][number]['sending']) => [
      what,
      words(`sync_states.${state}`),
      sentAt === null ? '' : time(sentAt),
      receipt === null ? '' : String(receipt.hubSeq),
    ];
    const files = found.recordings.filter(({ kind }) => kind !== 'pcm');
    return [
      `<h3>${escapeHtml(words('sent.records'))}</h3>`,
      table(
        head,
        found.records.map(({ type, sending }) => row(eventName(type), sending)),
      ),
      `<h3>${escapeHtml(words('sent.files'))}</h3>`,
      files.length === 0
        ? paragraph(words('none'))
        : table(
            head,
            files.map(({ file, id, sending }) => row(file ?? id, sending)),
          ),
    ].join('');
  }

  const { survey } = found;
  const surveyRows: readonly (readonly [string, string | null])[] =
    survey === null
      ? []
      : [
          ...(['ease', 'clarity', 'fairness'] as const).map(
            (name) => [words(`survey.${name}`), words('survey.value', { value: survey[name] })] as const,
          ),
          [words('survey.comment'), survey.comment === '' ? null : survey.comment],
        ];

  const sections: readonly (readonly [string, string])[] = [
    ['interview.title', about()],
    ['you.title', you()],
    ['consents.title', consents()],
    ['answers.title', found.answers.map(answer).join('')],
    [
      'drafts.title',
      found.drafts.length === 0
        ? paragraph(words('none'))
        : found.drafts.map(({ answerKey, draft }) => `<h3>${escapeHtml(answerKey)}</h3>${given(draft, [])}`).join(''),
    ],
    ['result.title', result()],
    [
      'observations.title',
      `<p class="note">${escapeHtml(words('observations.note'))}</p>${found.observations.length === 0 ? paragraph(words('observations.none')) : found.observations.map((each) => `<h3>${escapeHtml(each.answerKey)}</h3>${facts(observationRows(each, words))}`).join('')}`,
    ],
    ['ratings.title', reviewsPart(found, words)],
    ['survey.title', survey === null ? paragraph(words('none')) : facts(surveyRows)],
    ['media.title', media()],
    ['sent.title', sent()],
    [
      'audit.title',
      table(
        [words('audit.at'), words('audit.who'), words('audit.what')],
        found.audit.map(({ at, actor, action }) => [time(at), who(actor), eventName(action)]),
      ),
    ],
  ];
  const title = escapeHtml(words('title'));
  return `<!doctype html>
<html lang="${interview.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · ${escapeHtml(interview.reference)}</title><style>${STYLE}</style></head>
<body><h1>${title}</h1>${paragraph(words('lead', { reference: interview.reference }))}<p class="note">${escapeHtml(words('plain_note'))}</p>
${sections.map(([key, body]) => `<section>${heading(words(key))}${body}</section>`).join('\n')}
</body></html>
`;
}
