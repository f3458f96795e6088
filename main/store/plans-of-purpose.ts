/** What interviews with a plan are held for; written as the index of migration 150 has it. */
export const PLAN_PURPOSE = `coalesce(json_extract(job_json, '$.purpose'), 'hiring')`;

/** Plans of interviews for hiring: the only ones that figures of hiring are made from. */
const HIRING_PLANS = `select sha256 from plans where ${PLAN_PURPOSE} = 'hiring'`;

/** Interviews for hiring. */
export const HIRING_SESSIONS = `select session_id from sessions where plan_sha256 in (${HIRING_PLANS})`;
