import { maxCodes } from '../../records.js';

/** What steps/issue.ts and steps/redeem.ts share, in Lua. */
export const codes = `
local function reserved_guesses(codes)
  local sum = 0
  for _, code in ipairs(codes) do
    if code.l == 0 then sum = sum + code.o end
  end
  return sum
end

local function live_codes(identity)
  local live = {}
  for _, code in ipairs(get('codes:' .. identity) or {}) do
    if code.x > now then live[#live + 1] = code end
  end
  return live
end

local function keep_codes(identity, codes)
  local key = 'codes:' .. identity
  if #codes == 0 then return delete(key) end
  local expires_at = 0
  for _, code in ipairs(codes) do expires_at = math.max(expires_at, code.x) end
  set(key, codes, expires_at)
end

local function add_code(identity, code)
  local codes = live_codes(identity)
  codes[#codes + 1] = code
  keep_codes(identity, last(codes, ${maxCodes}))
end
`;

/** steps/issue.ts, in Lua. */
export const issue = `
local function exceeds_guesses(codes)
  local failures = input.budget.failures
  if not failures then return false end
  local more = math.min(input.attempts, failures.limit)
  return spent_of(failures) + reserved_guesses(codes) + more > failures.limit
end

local function step()
  local account = get('account:' .. input.identity)
  local known = account and contains(account.n, input.network)
  local limits = {}
  for _, counter in ipairs(input.limits) do
    if not (known and counter.strangersOnly) then limits[#limits + 1] = counter end
  end
  local limited = find_limited(limits)
  if limited then return limited end

  local codes, budget = live_codes(input.identity), input.budget
  local long = is_spent(budget.shortCodes) or is_spent(budget.all) or exceeds_guesses(codes)
  for _, counter in ipairs(limits) do count(counter) end
  if not long and budget.shortCodes then spend(budget.shortCodes, 1) end
  add_code(input.identity, {
    c = input.challenge,
    d = long and input.digests.long or input.digests.short,
    x = input.expiresAt,
    o = input.attempts,
    s = input.attempts,
    l = long and 1 or 0,
  })
  return { outcome = 'issued', long = long }
end
`;

/** steps/redeem.ts, in Lua. */
export const redeem = `
local function shared_guesses(codes)
  local failures = input.budget.failures
  if not failures then return #codes end
  return math.max(0, failures.limit - spent_of(failures) - reserved_guesses(codes))
end

local function candidates_of(codes)
  local candidates = {}
  if #input.digests == 0 then return candidates end
  local only_long = is_spent(input.budget.all)
  local left = shared_guesses(codes)
  for i = #codes, 1, -1 do
    local code = codes[i]
    local usable = code.l == 1 or not only_long
    if input.challenge then
      if usable and code.c == input.challenge and code.o > 0 then table.insert(candidates, 1, code) end
    elseif usable and code.s > 0 then
      if code.l == 0 then left = left - 1 end
      if code.l == 1 or left >= 0 then candidates[#candidates + 1] = code end
    end
  end
  return candidates
end

local function fail(short_codes)
  local full = {}
  for _, counter in ipairs(input.limits) do
    if count(counter) then full[#full + 1] = counter.key end
  end
  local budget = input.budget
  if budget.failures then spend(budget.failures, math.max(1, short_codes)) end
  if budget.all and short_codes > 0 then spend(budget.all, short_codes) end
  return { outcome = 'wrong', compared = short_codes, full = full }
end

local function begin_session()
  local identity, session = input.identity[1], input.session
  if not session then return add_to_account(identity, {}, input.network) end
  set(session_key(session.id), {
    i = identity, g = 1, b = now, r = now, x = session.expiresAt, a = session.about, u = {},
  }, session.expiresAt)
  add_to_account(identity, { { session.id, session.expiresAt } }, input.network)
end

local function spend_code(identity, codes, spent)
  local others = {}
  for _, code in ipairs(codes) do
    if code ~= spent then others[#others + 1] = code end
  end
  keep_codes(identity, others)
  begin_session()
  return { outcome = 'right', spent = { identity = identity, code = spent } }
end

local function spend_guess(identity, codes, candidates)
  local short_codes = 0
  for _, code in ipairs(candidates) do
    if input.challenge then code.o = code.o - 1 else code.s = code.s - 1 end
    if code.l == 0 then short_codes = short_codes + 1 end
  end
  keep_codes(identity, codes)
  return fail(short_codes)
end

local function step()
  local limited = find_limited(input.limits)
  if limited then return limited end
  for _, identity in ipairs(input.identity) do
    local codes = live_codes(identity)
    local candidates = candidates_of(codes)
    for _, code in ipairs(candidates) do
      if contains(input.digests, code.d) then return spend_code(identity, codes, code) end
    end
    if #candidates > 0 then return spend_guess(identity, codes, candidates) end
  end
  return fail(0)
end
`;

/** steps/abandon.ts, in Lua. */
export const abandon = `
local function step()
  end_session(input.session, input.identity)
  local spent = input.spent
  if spent and spent.code.x > now then add_code(spent.identity, spent.code) end
  release(input.counters)
  return true
end
`;
