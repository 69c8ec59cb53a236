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
