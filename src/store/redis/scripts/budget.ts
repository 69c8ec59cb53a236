import { budgetSlots } from '../../records.js';

/** steps/budget.ts, in Lua. */
export const budget = `
local function within(budget)
  local record, kept = get('limit:' .. budget.key), {}
  for _, entry in ipairs(record and record.b or {}) do
    if entry[1] > now - budget.window then kept[#kept + 1] = entry end
  end
  return kept
end

local function spent_of(budget)
  local sum = 0
  for _, entry in ipairs(within(budget)) do sum = sum + entry[2] end
  return sum
end

local function is_spent(budget)
  return budget ~= nil and spent_of(budget) >= budget.limit
end

local function spend(budget, amount)
  local entries = within(budget)
  local latest, slot = entries[#entries], budget.window / ${budgetSlots}
  if latest and math.floor(latest[1] / slot) == math.floor(now / slot) then
    entries[#entries] = { now, latest[2] + amount }
  else
    entries[#entries + 1] = { now, amount }
  end
  set('limit:' .. budget.key, { b = entries }, now + budget.window)
end
`;
