import { accountLifetime, maxNetworks, maxSessions } from '../../records.js';

/** steps/account.ts, in Lua. */
export const account = `
local function session_key(id)
  return 'session:' .. id
end

local function contains(list, value)
  for _, item in ipairs(list) do
    if item == value then return true end
  end
  return false
end

local function last(list, count)
  local kept = {}
  for i = math.max(1, #list - count + 1), #list do kept[#kept + 1] = list[i] end
  return kept
end

local function read_account(identity)
  local account = get('account:' .. identity) or { s = {}, n = {} }
  local sessions = {}
  for _, session in ipairs(account.s) do
    if session[2] > now then sessions[#sessions + 1] = session end
  end
  return { s = sessions, n = account.n }
end

local function keep_account(identity, account)
  local key = 'account:' .. identity
  if #account.s == 0 and #account.n == 0 then return delete(key) end
  local expires_at = now + ${accountLifetime}
  for _, session in ipairs(account.s) do expires_at = math.max(expires_at, session[2]) end
  set(key, account, expires_at)
end

local function add_to_account(identity, begun, network)
  local account = read_account(identity)
  local sessions, networks = account.s, {}
  for _, session in ipairs(begun) do sessions[#sessions + 1] = session end
  for i = 1, #sessions - ${maxSessions} do delete(session_key(sessions[i][1])) end
  for _, known in ipairs(account.n) do
    if known ~= network then networks[#networks + 1] = known end
  end
  if network then networks[#networks + 1] = network end
  keep_account(identity, { s = last(sessions, ${maxSessions}), n = last(networks, ${maxNetworks}) })
end

local function move_end(identity, id, expires_at)
  local account = read_account(identity)
  for _, session in ipairs(account.s) do
    if session[1] == id then session[2] = expires_at end
  end
  keep_account(identity, account)
end

local function end_session(id, identities)
  local session = get(session_key(id))
  if not session or not contains(identities, session.i) then return false end
  delete(session_key(id))
  local account, sessions = read_account(session.i), {}
  for _, other in ipairs(account.s) do
    if other[1] ~= id then sessions[#sessions + 1] = other end
  end
  keep_account(session.i, { s = sessions, n = account.n })
  return true
end
`;
