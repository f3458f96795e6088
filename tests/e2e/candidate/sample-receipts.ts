import type { Locale } from '#shared/localized.ts';

/** A receipt of usual length. */
export const receipt = (locale: Locale) => ({
  reference: 'A7-3K',
  strengths:
    locale === 'en'
      ? [
          { text: 'You put safety first.', quote: 'Stop the line, hang the tag, and call the team leader.' },
          { text: 'You bring order into a busy moment.', quote: 'First I check the list, then I sort by due time.' },
        ]
      : [
          { text: '您把安全放在第一位。', quote: '先按停机，挂上牌子，再去叫班长。' },
          { text: '忙的时候您也能安排好先后。', quote: '我会先看清单，再按时间来排。' },
        ],
  nextStep:
    locale === 'en'
      ? 'The plant manager listens to your answers and calls you. If it fits, you come for a trial morning.'
      : '厂里的主管会听您的回答，再给您打电话。合适的话，请您来试工半天。',
  nextStepBy: '2026-12-03',
  phone: '021-5555 0100',
  deletionCode: 'K7QM-2XPA-9TRD',
  answered: 6,
  total: 7,
  isAnalysed: true,
});

/** Quotes as long as they get: about 120 characters. */
export const ownWords = (locale: Locale) =>
  (locale === 'en'
    ? [
        'I took the motors that sat the wrong way round into the red crate so that nobody would mix them up with the good ones.',
        'And then my team leader said that from now on we all check the first one together before the whole order is started.',
      ]
    : [
        '我把装反的那几台电机一台一台挑出来，放在红色的框里面，免得跟好的混在一起，再从头一台一台重新装好，装完以后又请班长过来看了一遍，他看了说没有问题，我们才接着往下做，一直做到六点半才把这批货全部赶完，没有耽误发车。',
        '后来班长说，以后每一批货开工以前，第一台都由大家一起看过，没有问题了再往下做，这个办法一直用到现在，我们组的返工比以前少了一大半，新来的同事也是照着这个办法学的，很快就能上手了。',
      ]
  ).map((quote, at) => ({ ...receipt(locale).strengths[at]!, quote }));

/** The longest sentences and steps of the shipped jobs, and the longest a ranking quotes. */
export const longest = (locale: Locale) => ({
  ...receipt(locale),
  strengths:
    locale === 'en'
      ? [
          {
            text: 'With a customer who had waited too long, you found good words and said what comes next.',
            quote:
              'Let him tell the whole story → Say sorry and repeat it back to see if you got it right → Say what is possible, exchange or refund, and let him choose → Do it on the spot and give him the paper → Call after two days to ask if all is well',
          },
          {
            text: 'You know the right order for building a pallet, so that it stands firm and the count is right.',
            quote: ownWords(locale)[0]!.quote,
          },
        ]
      : [
          {
            text: '顾客等得着急，您会用话让她安心，也会讲清楚接下来怎么办。',
            quote: ownWords(locale)[0]!.quote,
          },
          { text: '机器出事的时候，您把情况讲得清楚，也把安全放在前面。', quote: ownWords(locale)[1]!.quote },
        ],
  nextStep:
    locale === 'en'
      ? 'The store manager will go through your answers and call you with the result. If it fits, you are invited to walk through the store and talk.'
      : '店长会听您的回答，再打电话告诉您结果。合适的话，请您来店里走一圈、聊一聊。',
});
