/**
 * Why a hub answers `conflict` or `unusable`, by code: the sentence of `detail`, with the values that stand in it. The console says the
 * same in its own words (`problems.reasons` in `console.json`).
 */
export const PROBLEM_REASONS = {
  provider_taken: { code: 'conflict', detail: 'There is a provider "{id}" already.' },
  address_changed: { code: 'unusable', detail: 'The address is another one: enter the secrets for it again.' },
  application_closed: { code: 'conflict', detail: 'This application is closed.' },
  application_open: { code: 'conflict', detail: 'This application is open.' },
  check_running: { code: 'conflict', detail: 'This check is under way already.' },
  check_settled: { code: 'conflict', detail: 'This check has its final result already; it stays as it is.' },
  connector_id_used: { code: 'conflict', detail: 'This id was used before; deliveries are remembered under it.' },
  connector_mapping_wrong: { code: 'unusable', detail: '{problems}' },
  csv_columns_unknown: { code: 'unusable', detail: 'mapping must be JSON of header to one of {fields}.' },
  csv_empty: { code: 'unusable', detail: 'The file is empty.' },
  csv_malformed: { code: 'unusable', detail: 'The file is not CSV: {fault} near line {line}.' },
  csv_not_text: { code: 'unusable', detail: 'The file is not text in {encoding}.' },
  csv_too_long: { code: 'unusable', detail: 'More than {rows} rows. Divide the file.' },
  document_unknown: { code: 'unusable', detail: 'The flow of this job asks for no document "{document}".' },
  file_deleted: { code: 'conflict', detail: 'This file was deleted; its certificate can be read.' },
  file_merged_on: { code: 'conflict', detail: 'The file in front was merged into another one since. Undo that first.' },
  file_merged_since: { code: 'conflict', detail: 'One of the files was merged meanwhile.' },
  flow_edited_since: { code: 'conflict', detail: 'The flow was edited since: it is at version {held}, not {base}.' },
  import_id_used: { code: 'conflict', detail: 'Something else came under this id before.' },
  import_kind_unknown: {
    code: 'unusable',
    detail: 'Send text/csv, application/pdf, or application/json for JSON Resume.',
  },
  import_row_fixed: { code: 'conflict', detail: 'There is nothing to put right here: put the file right.' },
  import_taken_in: { code: 'conflict', detail: 'It was taken in before.' },
  interview_deleted: { code: 'conflict', detail: 'This interview was deleted, or its deletion was asked for before.' },
  interview_missing: { code: 'unusable', detail: 'There is no interview to hand over.' },
  invitation_cancelled: { code: 'conflict', detail: 'This invitation was cancelled.' },
  invitation_there: { code: 'conflict', detail: 'There is an invitation already. Move it or cancel it.' },
  merge_choice_unknown: { code: 'unusable', detail: 'keep must name one of the two files.' },
  merge_settled: { code: 'conflict', detail: 'This proposal is {state}.' },
  phone_unreadable: {
    code: 'unusable',
    detail: 'Not a telephone number: {numbers}. Give it with its country, such as +86 138 0013 8000.',
  },
  proposal_settled: { code: 'conflict', detail: 'This proposal is {state}.' },
  proposal_withdrawn: { code: 'conflict', detail: 'This proposal is {state}: {cause}.' },
  provider_is_channel: { code: 'unusable', detail: '"{id}" is a recruiting channel.' },
  provider_revoked: { code: 'conflict', detail: 'The provider "{id}" was revoked.' },
  queue_job_elsewhere: { code: 'conflict', detail: 'This job is {state}.' },
  second_factor_there: { code: 'conflict', detail: 'There is a second factor already.' },
  second_factor_not_begun: { code: 'conflict', detail: 'None is being set up.' },
  slot_begun: { code: 'conflict', detail: 'This slot has begun.' },
  slot_called_off: { code: 'conflict', detail: 'This slot was called off.' },
  slot_full: { code: 'conflict', detail: 'This slot is full.' },
  slot_invited: { code: 'conflict', detail: 'Somebody is invited to it. Move or cancel the invitations first.' },
  slot_missing: { code: 'unusable', detail: 'An invitation needs a slot: give slotId.' },
  slot_of_other_job: { code: 'conflict', detail: 'This slot is for another job.' },
  stage_in_use: { code: 'conflict', detail: 'Somebody stands in: {stages}. Move them first.' },
  stage_unknown: { code: 'unusable', detail: 'The flow of this job has no stage "{stage}".' },
  vendor_id_used: { code: 'conflict', detail: 'This id was used before; orders are remembered under it.' },
} as const satisfies Record<string, { readonly code: 'conflict' | 'unusable'; readonly detail: string }>;
/** See {@link PROBLEM_REASONS}. */
export type ProblemReason = keyof typeof PROBLEM_REASONS;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The values that stand in the sentence of a reason. */
export type ReasonValues<R extends ProblemReason> = Readonly<
  Record<NamesIn<(typeof PROBLEM_REASONS)[R]['detail']>, string | number>
>;

/** The sentence of a reason. */
export function reasonDetail(reason: ProblemReason, values: Readonly<Record<string, string | number>>): string {
  return PROBLEM_REASONS[reason].detail.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
