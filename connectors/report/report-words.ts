import type { Localized } from '#shared/localized.ts';
import type { Recommendation, ResultStatus } from '#shared/result.ts';

/** What stands in a report beside the values. */
export const REPORT_WORDS = {
  title: { 'zh-CN': '面试报告', en: 'Interview report' },
  candidate: { 'zh-CN': '应聘者', en: 'Candidate' },
  reference: { 'zh-CN': '编号', en: 'Reference' },
  job: { 'zh-CN': '岗位', en: 'Job' },
  status: { 'zh-CN': '面试状态', en: 'Status' },
  begun: { 'zh-CN': '开始（UTC）', en: 'Started (UTC)' },
  ended: { 'zh-CN': '结束（UTC）', en: 'Completed (UTC)' },
  overall: { 'zh-CN': '总分', en: 'Overall' },
  advice: { 'zh-CN': '建议', en: 'Recommendation' },
  competencies: { 'zh-CN': '各项能力', en: 'Competencies' },
  notScored: { 'zh-CN': '未评分，请人工听取', en: 'Not scored: please listen' },
  answers: { 'zh-CN': '回答摘要', en: 'Answers' },
  assessor: { 'zh-CN': '评估方', en: 'Assessed by' },
  computer: { 'zh-CN': '计算机', en: 'computer' },
  person: { 'zh-CN': '人工', en: 'a person' },
  reviewed: { 'zh-CN': '人工复核', en: 'Reviewed by' },
  link: { 'zh-CN': '完整记录', en: 'Full record' },
  note: {
    'zh-CN': '建议仅供参考。是否录用由人决定，分数本身不会淘汰任何人。',
    en: 'The recommendation is advice. A person decides; no score rejects anybody by itself.',
  },
  page: { 'zh-CN': '第 {page} 页，共 {pages} 页', en: 'Page {page} of {pages}' },
} as const satisfies Record<string, Localized>;

export const STATUS_WORDS: Readonly<Record<ResultStatus, Localized>> = {
  pending: { 'zh-CN': '尚未开始', en: 'not started' },
  in_progress: { 'zh-CN': '进行中', en: 'in progress' },
  completed: { 'zh-CN': '已完成', en: 'completed' },
  partial: { 'zh-CN': '部分完成', en: 'partly completed' },
  expired: { 'zh-CN': '已过期', en: 'expired' },
  cancelled: { 'zh-CN': '已取消', en: 'cancelled' },
  error: { 'zh-CN': '出现故障', en: 'technical fault' },
};

export const ADVICE_WORDS: Readonly<Record<Recommendation | 'none', Localized>> = {
  strong_yes: { 'zh-CN': '强烈建议推进', en: 'strongly in favour' },
  yes: { 'zh-CN': '建议推进', en: 'in favour' },
  review: { 'zh-CN': '请人工审阅', en: 'for a person to review' },
  no: { 'zh-CN': '不建议推进', en: 'not in favour' },
  strong_no: { 'zh-CN': '强烈不建议推进', en: 'strongly not in favour' },
  none: { 'zh-CN': '无', en: 'none' },
};
