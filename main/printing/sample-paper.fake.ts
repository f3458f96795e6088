import type { Paper } from '#connectors/report/draw-paper.ts';

/** A receipt as it is printed, with words in both scripts. */
export const SAMPLE_PAPER: Paper = {
  title: '您的回执',
  lines: [
    { kind: 'title', text: '江畔工厂' },
    { kind: 'heading', text: '您回答中的亮点' },
    { kind: 'text', text: '您先保证了安全，再去想产量。' },
    { kind: 'quote', text: '“我先把流水线停下来”' },
    { kind: 'row', label: '删除码', text: 'K7QM-2VXA' },
    { kind: 'note', text: 'With this code you can have your interview deleted — 欧阳玥' },
  ],
  footer: '感谢您的到来',
  pageWords: '{page}/{pages}',
  locale: 'zh-CN',
  date: new Date('2026-12-01T00:00:00Z'),
};
