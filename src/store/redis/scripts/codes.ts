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
