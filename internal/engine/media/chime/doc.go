// Package chime is video by meetings of the Amazon Chime SDK: Amazon carries the pictures, browsers connect to it, and this product only
// makes meetings and lets people into them. Service: Amazon Chime SDK Meetings, version 2021-07-15.
//
// A room's meeting. Amazon gives each meeting an id, cannot be asked which meeting a room has, and ends meetings by itself: five minutes
// after the last person's sound has gone, half an hour after somebody is alone, a day after it was made. So the queue keeps the meeting of
// each room (register): every replica finds it there, after a restart, too. Where Amazon says that it is over, the next one is made. Who
// makes it names the entry that it follows, and of several with the same name the queue keeps the first (for two minutes), so that replicas
// that find a meeting over at once agree on the next. Their requests carry the same token, too, by which Amazon makes one meeting of them;
// how long it remembers tokens, and what it answers of a meeting that has ended, is not written anywhere, and nothing here hangs on it.
//
// Who is there. Amazon tells of connections by events alone, to a queue of one's own in AWS. Present lists instead who has been let in (got
// a ticket) and was not evicted. Callers evict by it, where those who could connect are the ones to name, and ask somebody who comes with
// another tab whether it is to take over, where a tab that was closed is asked about once too often.
//
// A ticket works until its holder is evicted or the meeting ends, longer than media.TicketTTL promises; evicted, it works no more.
//
// Names. Amazon takes 64 characters for a person: see external.
package chime
