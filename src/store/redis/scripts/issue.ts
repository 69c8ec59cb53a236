/** steps/issue.ts, in Lua. */
export const issue = `
local function tries()
  local failures = input.budget.failures
  return failures and math.min(input.attempts, failures.limit) or input.attempts
end

local function exceeds_guesses(codes)
  local failures = input.budget.failures
  if not failures then return false end
  return spent_of(failures) + reserved_guesses(codes) + tries() > failures.limit
end

local function step()
  local account = get('account:' .. input.identity)
  local known = account and contains(account.n, input.network)
  local limited = find_limited(input.limits, known)
  if limited then return limited end

  local codes, budget = live_codes(input.identity), input.budget
  local long = is_spent(budget.shortCodes) or is_spent(budget.all) or exceeds_guesses(codes)
  for _, counter in ipairs(input.limits) do count(counter, known) end
  if not long and budget.shortCodes then spend(budget.shortCodes, 1) end
  add_code(input.identity, {
    c = input.challenge,
    d = long and input.digests.long or input.digests.short,
    x = input.expiresAt,
    o = tries(),
    s = tries(),
    l = long and 1 or 0,
  })
  return { outcome = 'issued', long = long }
end
`;
