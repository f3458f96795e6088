import type { Stage, Workflow } from './workflow.ts';

const stages: readonly Stage[] = [
  { id: 'screening', kind: 'screening', name: { 'zh-CN': '简历筛选', en: 'Screening' } },
  { id: 'kiosk-interview', kind: 'kiosk_interview', name: { 'zh-CN': '自助面试', en: 'Kiosk interview' } },
  { id: 'second-interview', kind: 'second_interview', name: { 'zh-CN': '复试', en: 'Second interview' } },
  { id: 'assessment', kind: 'assessment', name: { 'zh-CN': '测评', en: 'Assessment' } },
  { id: 'background-check', kind: 'background_check', name: { 'zh-CN': '背景调查', en: 'Background check' } },
  { id: 'offer', kind: 'offer', name: { 'zh-CN': '录用', en: 'Offer' } },
  { id: 'onboarding', kind: 'onboarding', name: { 'zh-CN': '入职', en: 'Onboarding' } },
];

/** The stages of a job nobody has edited yet, with the rules that hold everywhere. */
export function defaultWorkflow(jobId: string): Workflow {
  return {
    jobId,
    version: 0,
    stages: [...stages],
    documents: [],
    rules: [
      {
        id: 'invite-to-kiosk',
        name: { 'zh-CN': '邀请参加自助面试', en: 'Invite to the kiosk interview' },
        stageId: 'screening',
        when: [{ kind: 'has_contact', by: 'email' }],
        propose: { kind: 'invite', to: 'kiosk-interview', by: 'email' },
      },
      {
        id: 'second-interview-from-80',
        name: { 'zh-CN': '80 分以上建议复试', en: 'Second interview from 80' },
        stageId: 'kiosk-interview',
        when: [
          { kind: 'session_is', state: 'finalized' },
          { kind: 'all_dimensions_scored' },
          { kind: 'total_at_least', score: 80, of: 'score' },
        ],
        propose: { kind: 'advance', to: 'second-interview' },
      },
      {
        id: 'waiting-for-two-weeks',
        name: { 'zh-CN': '复试阶段已等待两周', en: 'Two weeks in second interview' },
        stageId: 'second-interview',
        when: [{ kind: 'in_stage_for_days', days: 14 }],
        propose: { kind: 'remind' },
      },
      {
        id: 'hand-over-at-onboarding',
        name: { 'zh-CN': '入职阶段交接到人事系统', en: 'Hand over to the HR system' },
        stageId: 'onboarding',
        when: [{ kind: 'session_is', state: 'finalized' }],
        propose: { kind: 'hand_over' },
      },
    ],
    createdAt: null,
    createdBy: null,
  };
}
