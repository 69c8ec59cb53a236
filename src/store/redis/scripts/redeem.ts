/** steps/redeem.ts, in Lua. */
export const redeem = `
local function shared_guesses(codes)
  local failures, all = input.budget.failures, input.budget.all
  local of_identity = failures and failures.limit - spent_of(failures) - reserved_guesses(codes) or #codes
  local of_all = all and all.limit - spent_of(all) or #codes
  return math.max(0, math.min(of_identity, of_all))
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
