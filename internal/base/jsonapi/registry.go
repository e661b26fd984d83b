package jsonapi

// Registered is what a collection was registered with: what tests hold every resource to.
type Registered struct {
	Type, Path                        string
	List, Get, Create, Update, Delete bool
	Accepted                          bool
	Sort                              []string
	Filter                            map[string][]string // field -> operators
	PageSize, MaxPage                 int
	Attributes                        []RegisteredAttribute
	Relationships                     []RegisteredRelationship
}

// RegisteredAttribute is one attribute of a Registered.
type RegisteredAttribute struct {
	Name                           string
	ReadOnly, WriteOnly, Immutable bool
}

// RegisteredRelationship is one relationship of a Registered.
type RegisteredRelationship struct {
	Name, Target string
	Many         bool
	Writable     bool // after creation
	Required     bool // on creation
	Included     bool // its resources can be sent along, and are served at the related link
}

// Collections lists what is registered, in the order of registration.
func (s *API) Collections() []Registered {
	all := make([]Registered, len(s.registered))
	for i, sp := range s.registered {
		r := Registered{
			Type: sp.Type, Path: sp.Path, List: sp.list != nil, Get: sp.fetch != nil, Create: sp.create != nil, Update: sp.update != nil,
			Delete: sp.remove != nil, Accepted: sp.accepted,
			Sort: sp.sort, Filter: sp.filter, PageSize: sp.pageSize, MaxPage: sp.maxPage,
		}
		for _, f := range sp.Attrs {
			r.Attributes = append(r.Attributes, RegisteredAttribute{f.Name, f.ReadOnly, f.WriteOnly, f.Immutable})
		}
		for _, f := range sp.Rels {
			to := s.specs[f.Target]
			r.Relationships = append(r.Relationships, RegisteredRelationship{
				Name: f.Name, Target: f.Target, Many: f.Many, Required: f.Required,
				Writable: sp.update != nil && !f.ReadOnly && !f.Immutable, Included: to != nil && to.fetch != nil,
			})
		}
		all[i] = r
	}
	return all
}
