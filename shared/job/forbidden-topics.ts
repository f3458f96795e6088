import { LOCALES, type Locale, type Localized } from '../localized.ts';

/**
 * What a question of a job interview must not ask or mention: marriage, children, origin, religion, politics, age, health, address,
 * union membership, earlier pay (scoring.md §4; Women's Rights Law of the PRC, Art. 43).
 */
const FORBIDDEN: Readonly<Record<Locale, readonly RegExp[]>> = {
  'zh-CN': [
    /结婚|婚姻|婚育|已婚|未婚|怀孕|生育|孩子|家庭|户籍|户口|籍贯|老家|民族|宗教|信仰|政治面貌|年龄|几岁|岁数/,
    /残疾|疾病|生病|病史|健康|身份证|住址|住在|工会|以前的工资|国籍/,
  ],
  en: [
    /\b(marri\w*|spouses?|husbands?|wi(fe|ves)|pregnan\w*|child(ren)?|kids?|famil(y|ies)|ethnic\w*|race|racial|nationality)\b/i,
    /\b(born|birth\w*|home ?town|ages?|aged|how old|religio\w*|church|disab\w*|ill(ness)?|sick\w*|disease\w*|health\w*)\b/i,
    /\b(addresse?s?|where do you live|unions?|politic\w*|salary history|earned before)\b/i,
  ],
};

/** The words of a text that touch what must not be asked, in the order of the languages; empty for a text that may be asked. */
export function forbiddenWords(text: Localized): { readonly locale: Locale; readonly words: string }[] {
  return LOCALES.flatMap((locale) =>
    FORBIDDEN[locale].flatMap((pattern) => {
      const [words] = pattern.exec(text[locale]) ?? [];
      return words === undefined ? [] : [{ locale, words }];
    }),
  );
}
