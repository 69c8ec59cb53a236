/** steps/sessions.ts, in Lua. */
export const rotate = `
local function next_generation(session)
  session.g = session.g + 1
  session.r = now
  local slide = input.slide
  if slide then
    local slid = math.min(now + slide.lifetime, session.b + slide.maxLifetime)
    session.x = math.max(session.x, slid)
  end
end

local function step()
  local key = session_key(input.session)
  local session = get(key)
  if not session or not contains(input.identity, session.i) or input.generation > session.g then
    return { outcome = 'gone' }
  end
  local current = input.generation == session.g
  local just_replaced = input.generation == session.g - 1 and now - session.r <= input.grace
  if input.rotate and not current and not just_replaced then
    end_session(input.session, input.identity)
    return { outcome = 'reused' }
  end
  local before = session.x
  local rotates = input.rotate and current
  if rotates then next_generation(session) end
  for name, text in pairs(input.notes) do session.u[name] = text end
  if rotates or next(input.notes) then set(key, session, session.x) end
  if session.x ~= before then move_end(session.i, input.session, session.x) end
  return {
    outcome = 'current', generation = session.g, rotatedAt = session.r, expiresAt = session.x, notes = session.u,
  }
end
`;

export const revoke = `
local function step()
  if input.session then return end_session(input.session, input.identity) and 1 or 0 end
  local ended = 0
  for _, identity in ipairs(input.identity) do
    local account = read_account(identity)
    for _, session in ipairs(account.s) do
      if get(session_key(session[1])) then ended = ended + 1 end
      delete(session_key(session[1]))
    end
    if #account.s > 0 then keep_account(identity, { s = {}, n = account.n }) end
  end
  return ended
end
`;

export const alive = `
local function step()
  return get('session:' .. input.session) ~= nil
end
`;

export const sessions = `
local function step()
  local found = {}
  for _, identity in ipairs(input.identity) do
    for _, entry in ipairs(read_account(identity).s) do
      local session = get(session_key(entry[1]))
      if session then
        found[#found + 1] = {
          id = entry[1], createdAt = session.b, rotatedAt = session.r, expiresAt = session.x, about = session.a,
        }
      end
    end
  end
  return { found = found }
end
`;
